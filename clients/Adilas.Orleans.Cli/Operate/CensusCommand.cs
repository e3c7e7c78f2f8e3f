using System.CommandLine;
using System.Text.Json;
using Adilas.Http;
using Adilas.Invocation;
using Adilas.Output;

namespace Adilas.Operate;

/// <summary>Holds what exists on the servers against what corporations own; exit code 1 says that something is left over.</summary>
internal static class CensusCommand
{
    private static readonly Column[] Columns = Column.Of("kind", "name", "reason");

    public static Command Create() => new Command("census", "Count databases and buckets and list orphans: kind, name, reason.").Runs(Run);

    private static async Task<int> Run(Session session, CancellationToken cancellationToken)
    {
        var answer = await session.Api.Send(ApiRequest.Get("operate/census"), cancellationToken);
        if (answer.Json is not { } census || census.Member("orphans") is not { ValueKind: JsonValueKind.Array })
            throw CommandFailure.Garbled("The server's answer is no census.");

        var orphans = census.Items("orphans").ToList();
        if (session.Screen.Json) session.Screen.Raw(answer);
        else Show(session.Screen, orphans);

        session.Screen.Note(
            $"databases {census.Cell("databases")}, database users {census.Cell("databaseUsers")}, "
            + $"buckets {census.Cell("buckets")}, orphans {orphans.Count}");
        return orphans.Count is 0 ? ExitCode.Done : ExitCode.Fault;
    }

    private static void Show(Screen screen, List<JsonElement> orphans)
    {
        var rows = new RowWriter(screen, Columns);
        foreach (var orphan in orphans) rows.Write(orphan);
        rows.Flush();
    }
}
