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
        var answer = await session.Api.Send(
            request with { Path = request.Path + options.Query(session), IfMatch = options.Version(session) }, cancellationToken);
        if (session.Screen.Json) session.Screen.Raw(answer);
        else if (options.IsDryRun(session)) ShowChanges(session.Screen, answer);
        else session.Screen.Line(Plain.Escape(answer.Json?.Cell("token") ?? ""));
        session.Screen.Flush();
    }

    private static void ShowChanges(Screen screen, ApiAnswer answer)
    {
        var rows = new RowWriter(screen, Columns);
        foreach (var change in answer.Json?.Items("changes") ?? []) rows.Write(change);
        rows.Flush();
        screen.Note($"Dry run, nothing was changed. Corporations concerned: {answer.Json?.Cell("corporations")}");
    }
}
