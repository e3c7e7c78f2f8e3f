using Adilas.Http;
using Adilas.Invocation;
using Adilas.Output;

namespace Adilas.Settings;

/// <summary>Sends a change of a layer and shows its answer.</summary>
internal static class SettingsWrite
{
    private static readonly Column[] Columns = Column.Of("path", "before", "after");

    /// <param name="request">Its version gives way to one that was typed.</param>
    /// <returns>The token of what was stored; <c>null</c> for a dry run.</returns>
    public static async Task<string?> Send(Session session, WriteOptions options, ApiRequest request, CancellationToken cancellationToken)
    {
        var versioned = request with { IfMatch = options.Version(session) ?? request.IfMatch };
        if (!options.IsDryRun(session)) return await Store(session, versioned, cancellationToken);
        await Show(session, versioned, cancellationToken);
        return null;
    }

    /// <returns>The token of what was stored.</returns>
    public static async Task<string> Store(Session session, ApiRequest request, CancellationToken cancellationToken)
    {
        var answer = await session.Api.Send(request, cancellationToken);
        var token = answer.Json?.String("token") ?? throw CommandFailure.Garbled("The server's answer has no token.");
        if (session.Screen.Json) session.Screen.Raw(answer);
        else session.Screen.Row(token);
        session.Screen.Flush();
        return token;
    }

    /// <summary>What it would change; changes nothing.</summary>
    public static async Task Show(Session session, ApiRequest request, CancellationToken cancellationToken)
    {
        var answer = await session.Api.Send(request with { Path = $"{request.Path}?dryRun=true" }, cancellationToken);
        if (session.Screen.Json) session.Screen.Raw(answer);
        else ShowChanges(session.Screen, answer);
        session.Screen.Flush();
    }

    private static void ShowChanges(Screen screen, ApiAnswer answer)
    {
        var rows = new RowWriter(screen, Columns);
        var changes = (answer.Json?.Items("changes") ?? []).ToList();
        foreach (var change in changes) rows.Write(change);
        rows.Flush();
        if (changes.Count == 0) screen.Note("Nothing that holds would change: it is so already, or a lower layer locks it (see settings explain).");
        var reach = answer.Json?.Whole("corporations") is { } corporations ? $"{corporations}" : "unknown";
        screen.Note($"Dry run, nothing was changed. Corporations concerned: {reach}");
    }
}
