using System.CommandLine;
using System.Globalization;
using Adilas.Corporations;
using Adilas.Http;
using Adilas.Invocation;
using Adilas.Output;

namespace Adilas.Jobs;

/// <summary><c>adilas jobs bulk …</c>: changes of many jobs that go on by themselves.</summary>
internal static class BulkOperationCommands
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private static readonly Column[] Columns = Column.Of("id", "verb", "state", "done", "skipped", "expected", "orderedBy", "orderedAt");

    public static Command Create() => new("bulk", "Changes of many jobs that go on by themselves: list, follow and stop them.")
    {
        Subcommands = { List(), Show(), Stop() },
    };

    /// <summary>Says how far it is until it has ended; then how many were changed.</summary>
    public static async Task<int> Follow(Session session, string id, string operation, CancellationToken cancellationToken)
    {
        var seen = "";
        while (true)
        {
            var answer = await session.Api.Send(ApiRequest.Get($"{Path(id)}/{operation}"), cancellationToken);
            if (answer.Json is not { } it || it.String("state") is not { } state) throw CommandFailure.Garbled("The server's answer has no state.");
            var (done, skipped) = (it.Whole("done") ?? 0, it.Whole("skipped") ?? 0);
            if (state != "running") return End(session, answer, state, done, skipped);

            var now = $"{done + skipped} of {it.Cell("expected")}{(it.String("problem") is { } problem ? $", held up: {problem}" : "")}";
            if (now != seen) session.Screen.Note(now);
            seen = now;
            await Task.Delay(LookEvery, session.Clock, cancellationToken);
        }
    }

    private static int End(Session session, ApiAnswer answer, string state, long done, long skipped)
    {
        if (session.Screen.Json) session.Screen.Raw(answer);
        else session.Screen.Row(done.ToString(CultureInfo.InvariantCulture));
        if (skipped > 0) session.Screen.Note($"{skipped} were left as they are; 'jobs bulk show' names them.");
        if (state == "stopped") session.Screen.Note("It was stopped before it was through.");
        return skipped > 0 || state == "stopped" ? ExitCode.PartlyFailed : ExitCode.Done;
    }

    private static Command List()
    {
        var (id, paging) = (CorporationCommands.IdArgument(), new PagingOptions());
        var command = new Command("list", "List bulk operations, newest first: id, verb, state, done, skipped, expected, by whom, when.") { id };
        paging.AddTo(command);
        return command.Runs((session, cancellationToken) =>
            session.Lists.Write(Path(session.Get(id)), [], Columns, paging.Limit(session), cancellationToken));
    }

    private static Command Show()
    {
        var (id, operation) = (CorporationCommands.IdArgument(), OperationArgument());
        var watch = new Option<bool>("--watch") { Description = "Follow it to its end." };
        return new Command("show", "Show how far a bulk operation is, and what it skipped.") { id, operation, watch }.Runs(async (session, cancellationToken) =>
        {
            var name = Segment.Id(session.Get(operation), "operation");
            if (session.Get(watch)) return await Follow(session, session.Get(id), name, cancellationToken);
            await session.Show(ApiRequest.Get($"{Path(session.Get(id))}/{name}"), cancellationToken);
            return ExitCode.Done;
        });
    }

    private static Command Stop()
    {
        var (id, operation) = (CorporationCommands.IdArgument(), OperationArgument());
        return new Command("stop", "End a bulk operation; what it did stays done.") { id, operation }.Runs(async (session, cancellationToken) =>
            JobCommands.ShowState(
                session.Screen,
                await session.Api.Send(
                    ApiRequest.Post($"{Path(session.Get(id))}/{Segment.Id(session.Get(operation), "operation")}/stop"), cancellationToken)));
    }

    private static Argument<string> OperationArgument() => new("operation") { Description = "Its id, as 'jobs bulk list' shows it." };

    private static string Path(string id) => $"{CorporationCommands.Path(id)}/bulk";
}
