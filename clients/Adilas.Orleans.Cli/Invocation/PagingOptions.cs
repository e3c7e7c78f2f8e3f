using System.CommandLine;

namespace Adilas.Invocation;

/// <summary>How much of a list to show.</summary>
internal sealed class PagingOptions
{
    private const int DefaultLimit = 50;

    private readonly Option<int> _limit = new("--limit")
    {
        Description = "How many items at most.",
        HelpName = "n",
        DefaultValueFactory = _ => DefaultLimit,
        Validators = { result => Bounds.Check(result, 1, int.MaxValue) },
    };

    private readonly Option<bool> _all = new("--all") { Description = "Every item, page by page." };

    public int? Limit(Session session) => session.Get(_all) ? null : session.Get(_limit);

    public void AddTo(Command command)
    {
        command.Options.Add(_limit);
        command.Options.Add(_all);
    }
}
