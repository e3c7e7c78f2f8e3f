using System.CommandLine;
using System.Text.Json;
using Adilas.Http;
using Adilas.Invocation;

namespace Adilas.Jobs;

/// <summary>Which jobs of a corporation are meant.</summary>
internal sealed class JobFilterOptions
{
    private static readonly string[] States = ["awaitingApproval", "waiting", "due", "running", "failed", "succeeded", "dead", "cancelled"];

    private readonly Option<string?> _state = new("--state") { Description = "Only in this state.", HelpName = "state" };
    private readonly Option<string?> _kind = new("--kind") { Description = "Only of this kind.", HelpName = "kind" };
    private readonly Option<string?> _queue = new("--queue") { Description = "Only in this queue.", HelpName = "queue" };
    private readonly Option<string?> _from = new("--from") { Description = "Ordered at that time or later.", HelpName = "time", CustomParser = Times.Parse };
    private readonly Option<string?> _to = new("--to") { Description = "Ordered before that time.", HelpName = "time", CustomParser = Times.Parse };

    public JobFilterOptions() => _state.AcceptOnlyFromAmong(States);

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_state, _kind, _queue, _from, _to]) command.Options.Add(option);
    }

    public IReadOnlyList<(string Name, string? Value)> Query(Session session) =>
    [
        ("state", session.Get(_state)), ("kind", session.Get(_kind)), ("queue", session.Get(_queue)), ("from", session.Get(_from)),
        ("to", session.Get(_to)),
    ];

    public bool IsGiven(Session session) => Query(session).Any(part => part.Value is not null);

    public void WriteTo(Session session, Utf8JsonWriter json)
    {
        foreach (var (name, value) in Query(session)) json.Optional(name, value);
    }
}
