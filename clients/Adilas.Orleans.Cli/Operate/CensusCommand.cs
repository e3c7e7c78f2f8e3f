using System.CommandLine;
using Adilas.Http;
using Adilas.Invocation;
using Adilas.Output;

namespace Adilas.Operate;

/// <summary>Compares what exists on the servers with what corporations own; scripts learn by exit code 1 that something is left over.</summary>
internal static class CensusCommand
{
    private static readonly Column[] Columns = Column.Of("kind", "name", "reason");

    public static Command Create() => new Command("census", "Count databases and buckets and list orphans: kind, name, reason.").Runs(async (session, cancellationToken) =>
    {
        var answer = await session.Api.Send(ApiRequest.Get("operate/census"), cancellationToken);
        if (answer.Json is not { } census || census.Member("orphans") is null)
            throw new CommandFailure(ExitCode.Fault, Problem.Local("answer-garbled", "The server's answer is no census."));

        var orphans = census.Items("orphans").ToList();
        if (session.Screen.Json) session.Screen.Raw(answer);
        else Show(session.Screen, orphans);

        session.Screen.Note(
            $"{census.Cell("databases")} databases, {census.Cell("databaseUsers")} database users, {census.Cell("buckets")} buckets, {orphans.Count} orphans.");
        return orphans.Count is 0 ? ExitCode.Done : ExitCode.Fault;
    });

    private static void Show(Screen screen, List<System.Text.Json.JsonElement> orphans)
    {
        var rows = new RowWriter(screen, Columns);
        foreach (var orphan in orphans) rows.Write(orphan);
        rows.Flush();
    }
}
