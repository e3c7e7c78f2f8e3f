using System.CommandLine;
using System.Text.Json;
using Adilas.Http;
using Adilas.Invocation;
using Adilas.Output;

namespace Adilas.Operate;

/// <summary>Which release runs where; exit code 1 says that not all run the same.</summary>
internal static class ReleasesCommand
{
    private static readonly Column[] Columns = Column.Of("role", "name", "program", "release", "seenAt", "differs");

    public static Command Create() => new Command(
        "releases", "List which release runs on each silo, web host and front end: role, name, program, release, seen at, differs.").Runs(Run);

    private static async Task<int> Run(Session session, CancellationToken cancellationToken)
    {
        var answer = await session.Api.Send(ApiRequest.Get("operate/releases"), cancellationToken);
        if (answer.Json?.Member("items") is not { ValueKind: JsonValueKind.Array } items)
            throw CommandFailure.Garbled("The server's answer is no list of releases.");

        var running = items.EnumerateArray().ToList();
        var rows = new RowWriter(session.Screen, Columns);
        foreach (var one in running) rows.Write(one);
        rows.Flush();
        var differing = running.Count(one => one.Member("differs") is { ValueKind: JsonValueKind.True });
        session.Screen.Note(differing == 0 ? "One release runs everywhere." : $"{differing} of {running.Count} run another release than most.");
        return differing == 0 ? ExitCode.Done : ExitCode.Fault;
    }
}
