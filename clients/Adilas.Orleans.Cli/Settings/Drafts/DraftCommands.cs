using System.CommandLine;
using System.Text.Json;
using Adilas.Http;
using Adilas.Invocation;
using Adilas.Output;

namespace Adilas.Settings.Drafts;

/// <summary><c>adilas settings drafts …</c></summary>
internal static class DraftCommands
{
    private static readonly string[] States = ["open", "approved", "scheduled", "applied", "rejected", "failed", "withdrawn"];
    private static readonly Column[] Columns =
        Column.Of("id", "state", "kind", "author", "needsApproval", "effectiveAt", "createdAt", "reason");

    private static readonly Column[] AcrossColumns =
        Column.Of("scope", "id", "state", "needsApproval", "author", "effectiveAt", "createdAt", "reason");

    private static readonly Column[] Changes = Column.Of("path", "before", "after");

    public static Command Create() => new("drafts", "Changes that wait: for a second person, for their time, or to be applied.")
    {
        Aliases = { "draft" },
        Subcommands =
        {
            List(), Waiting(), Show(), CreateDraftCommand.Create(),
            Decide("approve", "Agree to another's draft.", ShowState),
            Reject(),
            Decide("apply", "Put a draft into the layer now, whatever its time; prints a token.", ShowToken),
            Decide("withdraw", "Take a draft back.", ShowState),
        },
    };

    /// <summary>In words, beside what goes to standard output.</summary>
    public static void Note(Screen screen, ApiAnswer answer)
    {
        if (answer.Json is not { } draft) return;
        var needs = draft.Items("needsApproval").Select(path => path.GetString()).ToList();
        var state = draft.String("state");
        if (state is "scheduled") screen.Note($"Scheduled for {draft.Cell("effectiveAt")}.");
        else if (state is "open" && needs.Count > 0) screen.Note($"Waits for another to approve it: {string.Join(", ", needs)}.");
        else if (state is "open" && draft.String("effectiveAt") is not null) screen.Note("Nothing happens at its time until somebody approves it.");
        if (draft.String("note") is { } note) screen.Note(note);
    }

    private static Command List()
    {
        var scope = SettingsScope.Argument();
        var state = StateOption();
        var paging = new PagingOptions();
        var command = new Command(
            "list", "List a layer's drafts, newest first: id, state, kind, author, needs approval, effective at, created, reason.") { scope, state };
        paging.AddTo(command);
        return command.Runs((session, cancellationToken) => session.Lists.Write(
            $"{SettingsScope.Path(session, scope)}/drafts", [("state", session.Get(state))], Columns, paging.Limit(session), cancellationToken));
    }

    private static Command Waiting()
    {
        var state = StateOption();
        var approval = new Option<bool>("--approval") { Description = "Only those that wait for a second person's consent." };
        var paging = new PagingOptions();
        const string About = "List the drafts of all layers that have not ended, newest first: scope, id, state, needs approval, author, effective at, "
            + "created, reason.";
        var command = new Command("waiting", About) { state, approval };
        paging.AddTo(command);
        return command.Runs((session, cancellationToken) => session.Lists.Write(
            "settings/drafts",
            [("state", session.Get(state)), ("needsApproval", session.Get(approval) ? "true" : null)],
            AcrossColumns,
            paging.Limit(session),
            cancellationToken));
    }

    private static Option<string?> StateOption()
    {
        var state = new Option<string?>("--state") { Description = "Only in this state.", HelpName = "state" };
        state.AcceptOnlyFromAmong(States);
        return state;
    }

    private static Command Show()
    {
        var (scope, id) = (SettingsScope.Argument(), IdArgument());
        return new Command("show", "Show what a draft would change now: path, before, after; and its state on standard error.") { scope, id }
            .Runs(async (session, cancellationToken) =>
            {
                var answer = await session.Api.Send(ApiRequest.Get(Path(session, scope, id)), cancellationToken);
                if (session.Screen.Json) session.Screen.Raw(answer);
                else ShowReview(session.Screen, answer);
                session.Screen.Flush();
            });
    }

    private static void ShowReview(Screen screen, ApiAnswer answer)
    {
        if (answer.Json is not { } review || review.Member("draft") is not { } draft) throw CommandFailure.Garbled("The server's answer has no draft.");
        var rows = new RowWriter(screen, Changes);
        var isEnded = review.Member("changes") is not { ValueKind: JsonValueKind.Array };
        foreach (var change in isEnded ? Said(draft) : review.Items("changes")) rows.Write(change);
        rows.Flush();
        if (isEnded) screen.Note("Shown is what the draft itself says.");
        screen.Note($"{draft.String("state")}, by {draft.String("author")}, version {draft.Cell("version")} on the layer's {draft.Cell("basedOn")}");
        foreach (var (name, words) in (ReadOnlySpan<(string, string)>)[("reason", "reason"), ("effectiveAt", "effective at"), ("approvedBy", "approved by"), ("note", "note"), ("token", "token")])
            if (draft.Cell(name) is { Length: > 0 } value) screen.Note($"{words}: {value}");
        if (draft.Items("needsApproval").Any()) screen.Note($"needs approval by another than {draft.String("author")}: {string.Join(", ", draft.Items("needsApproval").Select(path => path.GetString()))}");
        if (review.Member("problem")?.String("detail") is { } problem) screen.Warn(problem);
    }

    /// <summary>What the draft sets, whatever the layer says: all that can be told of one that has ended, or cannot be applied.</summary>
    private static IEnumerable<JsonElement> Said(JsonElement draft)
    {
        var said = draft.String("path") is { } path
            ? [(path, draft.Member("value"))]
            : JsonPaths.Leaves(draft.Member("document") ?? default).Select(leaf => (leaf.Path, (JsonElement?)leaf.Value));
        return [.. said.Select(it => JsonPaths.Object(("path", JsonSerializer.SerializeToElement(it.Item1)), ("after", it.Item2)))];
    }

    private static Command Reject()
    {
        var (scope, id, version) = (SettingsScope.Argument(), IdArgument(), VersionOption());
        var reason = new Option<string>("--reason") { Description = "Why; its author reads it.", HelpName = "text", Required = true };
        return new Command("reject", "Refuse a draft for good.") { scope, id, reason, version }.Runs(async (session, cancellationToken) =>
        {
            var request = ApiRequest.Post($"{Path(session, scope, id)}/reject", Body.Of(("reason", session.Get(reason))));
            ShowState(session.Screen, await Send(session, request, version, cancellationToken));
        });
    }

    private static Command Decide(string name, string description, Action<Screen, ApiAnswer> show)
    {
        var (scope, id, version) = (SettingsScope.Argument(), IdArgument(), VersionOption());
        return new Command(name, description) { scope, id, version }.Runs(async (session, cancellationToken) =>
            show(session.Screen, await Send(session, ApiRequest.Post($"{Path(session, scope, id)}/{name}"), version, cancellationToken)));
    }

    private static Task<ApiAnswer> Send(Session session, ApiRequest request, Option<string?> version, CancellationToken cancellationToken) =>
        session.Api.Send(request with { IfMatch = EntityTag.Of(session.Get(version)) }, cancellationToken);

    private static void ShowState(Screen screen, ApiAnswer answer) => ShowMember(screen, answer, "state");

    private static void ShowToken(Screen screen, ApiAnswer answer) => ShowMember(screen, answer, "token");

    private static void ShowMember(Screen screen, ApiAnswer answer, string name)
    {
        if (screen.Json) screen.Raw(answer);
        else screen.Row(answer.Json?.String(name) ?? throw CommandFailure.Garbled($"The server's answer has no {name}."));
        Note(screen, answer);
        screen.Flush();
    }

    private static Argument<string> IdArgument() => new("id") { Description = "The draft's id, as 'settings drafts list' shows it." };

    private static Option<string?> VersionOption() => new("--if-match")
    {
        Description = "Only if this is still the draft's version, as 'settings drafts show' tells it.",
        HelpName = "version",
    };

    private static string Path(Session session, Argument<string> scope, Argument<string> id) =>
        $"{SettingsScope.Path(session, scope)}/drafts/{Segment.Text(session.Get(id), "id")}";
}
