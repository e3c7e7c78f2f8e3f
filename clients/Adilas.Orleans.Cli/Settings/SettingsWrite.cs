using Adilas.Http;
using Adilas.Invocation;
using Adilas.Output;

namespace Adilas.Settings;

/// <summary>Sends a change of a layer and shows its answer.</summary>
internal static class SettingsWrite
{
    private static readonly Column[] Columns = Column.Of("path", "before", "after");

    public static async Task Send(Session session, WriteOptions options, ApiRequest request, CancellationToken cancellationToken)
    {
        var isDryRun = options.IsDryRun(session);
        var path = request.Path + (isDryRun ? "?dryRun=true" : "");
        var answer = await session.Api.Send(request with { Path = path, IfMatch = options.Version(session) }, cancellationToken);
        if (session.Screen.Json) session.Screen.Raw(answer);
        else if (isDryRun) ShowChanges(session.Screen, answer);
        else session.Screen.Row(answer.Json?.String("token") ?? throw CommandFailure.Garbled("The server's answer has no token."));
        session.Screen.Flush();
    }

    private static void ShowChanges(Screen screen, ApiAnswer answer)
    {
        var rows = new RowWriter(screen, Columns);
        foreach (var change in answer.Json?.Items("changes") ?? []) rows.Write(change);
        rows.Flush();
        var reach = answer.Json?.Whole("corporations") is { } corporations ? $"{corporations}" : "unknown";
        screen.Note($"Dry run, nothing was changed. Corporations concerned: {reach}");
    }
}
