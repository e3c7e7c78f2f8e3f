using System.CommandLine;
using Adilas.Invocation;
using Adilas.Output;

namespace Adilas.Corporations;

/// <summary>Which part of a history to show.</summary>
internal sealed class HistoryOptions
{
    private readonly Option<string?> _from = Time("--from", "Only from this time on.");
    private readonly Option<string?> _to = Time("--to", "Only before this time.");
    private readonly Option<string?> _actor = new("--actor") { Description = "Only what this one did." };
    private readonly Option<string?> _action = new("--action") { Description = "Only this action." };
    private readonly PagingOptions _paging = new();

    /// <summary>A pipe gets every field, a person those that fit side by side.</summary>
    public static Column[] Columns(Session session) => session.Screen.ShowsTables
        ? [.. Column.Of("at", "actor", "action", "version"), new Column("changes", Changes.Describe)]
        : Column.Of("position", "at", "actor", "onBehalfOf", "action", "subject", "version", "changes", "traceId");

    public int? Limit(Session session) => _paging.Limit(session);

    public IReadOnlyList<(string Name, string? Value)> Filter(Session session) =>
        [("from", session.Get(_from)), ("to", session.Get(_to)), ("actor", session.Get(_actor)), ("action", session.Get(_action))];

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_from, _to, _actor, _action]) command.Options.Add(option);
        _paging.AddTo(command);
    }

    private static Option<string?> Time(string name, string description) => new(name)
    {
        Description = $"{description} ISO 8601, such as 2026-03-01 or 2026-03-01T08:00:00Z.",
        HelpName = "time",
        CustomParser = Times.Parse,
    };
}
