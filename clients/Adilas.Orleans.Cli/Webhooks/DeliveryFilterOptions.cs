using System.CommandLine;
using Adilas.Invocation;

namespace Adilas.Webhooks;

/// <summary>Which deliveries of a webhook are meant.</summary>
internal sealed class DeliveryFilterOptions
{
    private static readonly string[] States = ["waiting", "due", "running", "failed", "succeeded", "dead", "cancelled"];

    private readonly Option<string?> _state = new("--state") { Description = "Only in this state.", HelpName = "state" };
    private readonly Option<string?> _from = FromOption();
    private readonly Option<string?> _to = ToOption();

    public DeliveryFilterOptions() => _state.AcceptOnlyFromAmong(States);

    public static Option<string?> FromOption() =>
        new("--from") { Description = "Of what happened at that time or later.", HelpName = "time", CustomParser = Times.Parse };

    public static Option<string?> ToOption() =>
        new("--to") { Description = "Of what happened before that time.", HelpName = "time", CustomParser = Times.Parse };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_state, _from, _to]) command.Options.Add(option);
    }

    public IReadOnlyList<(string Name, string? Value)> Query(Session session) =>
        [("state", session.Get(_state)), ("from", session.Get(_from)), ("to", session.Get(_to))];
}
