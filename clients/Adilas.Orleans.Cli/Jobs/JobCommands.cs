using System.CommandLine;
using Adilas.Corporations;
using Adilas.Http;
using Adilas.Invocation;
using Adilas.Output;

namespace Adilas.Jobs;

/// <summary><c>adilas jobs …</c></summary>
internal static class JobCommands
{
    private static readonly Column[] Columns =
        Column.Of("id", "state", "queue", "kind", "dueAt", "attempt", "maxAttempts", "progress", "failureCode", "createdBy");

    private static readonly Column[] QueueColumns = Column.Of("name", "paused", "parallel", "waiting", "due", "running", "oldestDue");

    private static readonly Column[] LaneColumns = Column.Of("lane", "lines", "oldestDue");

    private static readonly Column[] DeadColumns =
        Column.Of("corporation", "id", "queue", "kind", "attempt", "finishedAt", "failureCode", "failureMessage");

    public static Command Create() => new("jobs", "What a corporation has to do: order jobs, follow, move and end them.")
    {
        Aliases = { "job" },
        Subcommands =
        {
            List(), Show(), AddJobCommand.Create(),
            BulkJobCommand.Create("cancel", "End a job that has not ended, or with --all all that match."),
            Decide("run", "Make a job that waits due now."),
            BulkJobCommand.Create("retry", "Give a dead or cancelled job its attempts again, or with --all all that match."),
            Reschedule(),
            Decide("approve", "Let a job run that another ordered and that awaits approval."),
            Reject(),
            Queues(),
            Switch("pause", "Let no more of a queue's jobs begin; those that run go on."),
            Switch("resume", "Let a paused queue's jobs begin again."),
            Overview(), Lanes(), Dead(),
            BulkOperationCommands.Create(),
        },
    };

    public static Argument<string> JobArgument() => new("job") { Description = "The job's id, as 'jobs list' shows it." };

    public static string Path(Session session, Argument<string> id) => $"{CorporationCommands.Path(session.Get(id))}/jobs";

    public static string Path(Session session, Argument<string> id, string job) => $"{Path(session, id)}/{Segment.Id(job, "job")}";

    /// <summary>The job's state, or the whole job with <c>--json</c>.</summary>
    public static void ShowState(Screen screen, ApiAnswer answer)
    {
        if (screen.Json) screen.Raw(answer);
        else screen.Row(answer.Json?.String("state") ?? throw CommandFailure.Garbled("The server's answer has no state."));
        screen.Flush();
    }

    private static Command List()
    {
        var (id, filter, paging, watch) = (CorporationCommands.IdArgument(), new JobFilterOptions(), new PagingOptions(), Watch.Option());
        const string About =
            "List jobs, newest first: id, state, queue, kind, due at, attempt, of how many, progress, what failed, who ordered it.";
        var command = new Command("list", About) { id, watch };
        filter.AddTo(command);
        paging.AddTo(command);
        return command.Runs((session, cancellationToken) => Watch.Run(
            session,
            watch,
            () => session.Lists.Write(Path(session, id), filter.Query(session), Columns, paging.Limit(session), cancellationToken),
            cancellationToken));
    }

    private static Command Show()
    {
        var (id, job, watch) = (CorporationCommands.IdArgument(), JobArgument(), Watch.Option());
        return new Command("show", "Show one job with its payload, result and attempts.") { id, job, watch }.Runs((session, cancellationToken) => Watch.Run(
            session, watch, () => session.Show(ApiRequest.Get(Path(session, id, session.Get(job))), cancellationToken), cancellationToken));
    }

    private static Command Decide(string name, string description)
    {
        var (id, job) = (CorporationCommands.IdArgument(), JobArgument());
        return new Command(name, description) { id, job }.Runs(async (session, cancellationToken) => ShowState(
            session.Screen, await session.Api.Send(ApiRequest.Post($"{Path(session, id, session.Get(job))}/{name}"), cancellationToken)));
    }

    private static Command Reschedule()
    {
        var (id, job) = (CorporationCommands.IdArgument(), JobArgument());
        var time = new Argument<string?>("time") { Description = "Not before then, such as 2026-03-01T08:00:00Z.", CustomParser = Times.Parse };
        return new Command("reschedule", "Give a job that waits another time.") { id, job, time }.Runs(async (session, cancellationToken) =>
        {
            var request = ApiRequest.Post($"{Path(session, id, session.Get(job))}/reschedule", Body.Of(("dueAt", session.Get(time))));
            ShowState(session.Screen, await session.Api.Send(request, cancellationToken));
        });
    }

    private static Command Reject()
    {
        var (id, job) = (CorporationCommands.IdArgument(), JobArgument());
        var reason = new Option<string>("--reason") { Description = "Why; it is shown with the job.", HelpName = "text", Required = true };
        return new Command("reject", "Cancel a job that awaits approval.") { id, job, reason }.Runs(async (session, cancellationToken) =>
        {
            var request = ApiRequest.Post($"{Path(session, id, session.Get(job))}/reject", Body.Of(("reason", session.Get(reason))));
            ShowState(session.Screen, await session.Api.Send(request, cancellationToken));
        });
    }

    private static Command Queues()
    {
        var id = CorporationCommands.IdArgument();
        return new Command("queues", "List queues by name: name, paused, parallel, waiting, due, running, oldest due.") { id }
            .Runs((session, cancellationToken) => session.Lists.Write(
                $"{CorporationCommands.Path(session.Get(id))}/queues", [], QueueColumns, limit: null, cancellationToken));
    }

    private static Command Switch(string name, string description)
    {
        var id = CorporationCommands.IdArgument();
        var queue = new Argument<string>("queue") { Description = "The queue's name." };
        return new Command(name, description) { id, queue }.Runs((session, cancellationToken) => session.Show(
            ApiRequest.Post($"{CorporationCommands.Path(session.Get(id))}/queues/{Segment.Id(session.Get(queue), "queue")}/{name}"), cancellationToken));
    }

    private static Command Lanes() => new Command("lanes", "For whom jobs are due, over all corporations: lane, lines, oldest due; for operators.")
        .Runs((session, cancellationToken) => session.Lists.Write("work/lanes", [], LaneColumns, limit: null, cancellationToken));

    private static Command Dead() => new Command("dead", "Dead jobs of all corporations, newest first: corporation, id, queue, kind, attempts, when, what failed; for operators.")
        .Runs((session, cancellationToken) => session.Lists.Write("work/dead", [], DeadColumns, limit: null, cancellationToken));

    private static Command Overview()
    {
        var watch = Watch.Option();
        return new Command("overview", "What the runtime's workers do and what waits for them, across corporations; for operators.") { watch }
            .Runs((session, cancellationToken) => Watch.Run(
                session, watch, () => session.Show(ApiRequest.Get("work/overview"), cancellationToken), cancellationToken));
    }
}
