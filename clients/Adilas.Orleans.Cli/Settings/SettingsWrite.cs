using Adilas.Http;
using Adilas.Invocation;
using Adilas.Output;
using Adilas.Settings.Drafts;

namespace Adilas.Settings;

/// <summary>Sends a change of a layer and shows its answer.</summary>
internal static class SettingsWrite
{
    private static readonly Column[] Columns = Column.Of("path", "before", "after");

    /// <param name="request">Its version gives way to one that was typed.</param>
    /// <returns>The token of what was stored; <c>null</c> for a dry run, and for what is to be made later.</returns>
    public static async Task<string?> Send(Session session, WriteOptions options, ApiRequest request, CancellationToken cancellationToken)
    {
        var versioned = request with { IfMatch = options.Version(session) ?? request.IfMatch };
        if (!options.IsDryRun(session)) return await Store(session, versioned, cancellationToken);
        await Show(session, versioned, cancellationToken);
        return null;
    }

    /// <returns>The token of what was stored; <c>null</c> for what is to be made later.</returns>
    public static async Task<string?> Store(Session session, ApiRequest request, CancellationToken cancellationToken)
    {
        var answer = await session.Api.Send(request, cancellationToken);
        if (answer.IsCreatedAnew)
        {
            ShowDraft(session.Screen, answer);
            return null;
        }

        var token = answer.Json?.String("token") ?? throw CommandFailure.Garbled("The server's answer has no token.");
        if (session.Screen.Json) session.Screen.Raw(answer);
        else session.Screen.Row(token);
        WarnOfUnused(session.Screen, answer);
        session.Screen.Flush();
        return token;
    }

    /// <summary>The id of what waits.</summary>
    public static void ShowDraft(Screen screen, ApiAnswer answer)
    {
        if (screen.Json) screen.Raw(answer);
        else screen.Row(answer.Json?.String("id") ?? throw CommandFailure.Garbled("The server's answer has no draft."));
        DraftCommands.Note(screen, answer);
        WarnOfUnused(screen, answer);
        screen.Flush();
    }

    /// <summary>What it would change; changes nothing.</summary>
    public static async Task Show(Session session, ApiRequest request, CancellationToken cancellationToken)
    {
        var answer = await session.Api.Send(request with { Path = $"{request.Path}?dryRun=true" }, cancellationToken);
        if (session.Screen.Json) session.Screen.Raw(answer);
        else ShowChanges(session.Screen, answer);
        WarnOfUnused(session.Screen, answer);
        session.Screen.Flush();
    }

    /// <summary>Nothing refers to the layer: its name may be misspelt.</summary>
    private static void WarnOfUnused(Screen screen, ApiAnswer answer)
    {
        if (answer.Json?.String("unused") is { } unused) screen.Warn(unused);
    }

    private static void ShowChanges(Screen screen, ApiAnswer answer)
    {
        var rows = new RowWriter(screen, Columns);
        var changes = (answer.Json?.Items("changes") ?? []).ToList();
        foreach (var change in changes) rows.Write(change);
        rows.Flush();
        if (changes.Count == 0) screen.Note("Nothing that holds would change: it is so already, or a lower layer locks it (see settings explain).");
        var reach = answer.Json?.Whole("corporations") is { } corporations ? $"{corporations}" : "unknown";
        if (answer.Json?.Items("needsApproval").Select(path => path.GetString()).ToList() is { Count: > 0 } needs)
            screen.Note($"Needs a draft that another approves (settings drafts create): {string.Join(", ", needs)}");
        screen.Note($"Dry run, nothing was changed. Corporations concerned: {reach}");
    }
}
