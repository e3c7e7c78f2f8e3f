using System.CommandLine;
using System.Text.Json;
using Adilas.Http;
using Adilas.Invocation;
using Adilas.Output;

namespace Adilas.Settings;

/// <summary>Reads what holds for a corporation once all its layers are merged, and why.</summary>
internal static class ProfileCommands
{
    private static readonly Column[] Values = Column.Of("path", "value");

    private static readonly Column[] Layers =
    [
        .. Column.Of("scope", "value", "applied", "version"),
        Column.Named("at", "changedAt"),
        .. Column.Of("actor", "reason", "lockedBy", "condition"),
    ];

    public static Command Profile()
    {
        var (corporation, user, asOf) = (Corporation(), User(), AsOf());
        var path = new Option<string?>("--path")
        {
            Description = "One setting, or one object of settings, such as images.",
            HelpName = "path",
            CompletionSources = { SettingPath.Complete },
        };
        const string About = "Print the settings that hold for a corporation: path, value.";
        var command = new Command("profile", About) { corporation, user, path, asOf };
        return command.Runs(async (session, cancellationToken) =>
        {
            (string, string?)[] query = [("user", session.Get(user)), ("path", session.Get(path)), ("asOf", session.Get(asOf))];
            var answer = await Ask(session, corporation, "", query, cancellationToken);
            if (session.Screen.Json) session.Screen.Raw(answer);
            else Print(session.Screen, answer);
        });
    }

    public static Command Explain()
    {
        var (corporation, user, asOf) = (Corporation(), User(), AsOf());
        var path = SettingPath.Argument();
        const string About = "List the layers that say something about a setting, in rising precedence.";
        var command = new Command("explain", About) { corporation, path, user, asOf };
        return command.Runs(async (session, cancellationToken) =>
        {
            (string, string?)[] query = [("path", session.Get(path)), ("user", session.Get(user)), ("asOf", session.Get(asOf))];
            var answer = await Ask(session, corporation, "/explain", query, cancellationToken);
            if (session.Screen.Json) session.Screen.Raw(answer);
            else Print(session.Screen, Layers, answer.Json?.Items("layers") ?? []);
            foreach (var locked in answer.Json?.Items("locksBeneath") ?? [])
                session.Screen.Note($"{locked.String("path")} is locked by {locked.String("by")}.");
            session.Screen.Note(Verdict(session.Get(path), answer.Json));
        });
    }

    private static Argument<string> Corporation() => new("corporation") { Description = "The corporation's id." };

    private static Option<string?> User() => new("--user")
    {
        Description = "As a user of the corporation has it, roles included.",
        HelpName = "id",
    };

    private static Option<string?> AsOf() => new("--as-of")
    {
        Description = "What was so at a moment at least ten seconds ago.",
        HelpName = "time",
        CustomParser = Times.Parse,
    };

    private static Task<ApiAnswer> Ask(
        Session session, Argument<string> corporation, string what, (string, string?)[] query, CancellationToken cancellationToken) =>
        session.Api.Send(
            ApiRequest.Get($"corporations/{Segment.Id(session.Get(corporation))}/profile{what}{Query.Of(query)}"), cancellationToken);

    private static void Print(Screen screen, ApiAnswer answer)
    {
        if (answer.Json?.Member("values") is not { } values) throw CommandFailure.Garbled("The server's answer has no values.");
        Print(screen, Values, JsonPaths.Leaves(values).Select(leaf => JsonPaths.Object(
            ("path", JsonSerializer.SerializeToElement(leaf.Path)), ("value", leaf.Value))));
        if (answer.Json?.Member("leaseEnded") is { ValueKind: JsonValueKind.True })
            screen.Warn("The server did not reach its cluster for a while; hard settings are left out.");
    }

    private static void Print(Screen screen, IReadOnlyList<Column> columns, IEnumerable<JsonElement> items)
    {
        var rows = new RowWriter(screen, columns);
        foreach (var item in items) rows.Write(item);
        rows.Flush();
    }

    private static string Verdict(string path, JsonElement? answer) => (answer?.Member("value"), answer?.String("source")) switch
    {
        (null, null) => $"{path} is not set.",
        (null, { } source) => $"{path} is hidden by {source}.",
        ({ } value, null) => $"{path} is {JsonText.Compact(value)}.",
        ({ } value, { } source) => $"{path} is {JsonText.Compact(value)}, from {source}.",
    };
}
