using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Jobs.Bulk;
using Adilas.Paging;
using Adilas.Refusals;
using Adilas.Storage;
using Adilas.Webhooks;
using Microsoft.Extensions.Logging;

namespace Adilas.Jobs;

/// <summary>
/// Hands out the jobs of one corporation. What it remembers only spares questions: each change holds the stored job against where the change
/// begins, in the transaction that stores it, so that another activation of this grain can give no job out twice.
/// </summary>
[GrainType("job-queue")]
internal sealed partial class JobQueueGrain(
    IJobStore store,
    WorkSettingsReader settings,
    FactsReplica facts,
    JobOrders orders,
    JobKinds kinds,
    JobTeller teller,
    TimeProvider clock,
    ILogger<JobQueueGrain> logger)
    : Grain, IJobQueueGrain
{
    private const int BulkSize = 200;
    private const int MaxBusyKeys = 100;
    private const string Unknown = "job-unknown";
    private const string KeyTaken = "dedupe-key-taken";
    private static readonly TimeSpan WatchEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CompareEvery = TimeSpan.FromSeconds(5);

    /// <summary>How long another activation may still be ending jobs that this one found running.</summary>
    private static readonly TimeSpan DoubtFor = TimeSpan.FromSeconds(3);

    private readonly JobLines lines = new();
    private readonly Dictionary<JobId, JobRow> running = [];
    private readonly Dictionary<string, QueueRow> queues = new(StringComparer.Ordinal);
    private JobAllowance? allowance;
    private Task? loading;
    private long picks;
    private DateTimeOffset comparedAt;
    private DateTimeOffset? doubtedSince;

    /// <summary>How many renewals are under way, and which jobs have left workers since the first of them began.</summary>
    private int renewals;
    private readonly HashSet<JobId> leftMeanwhile = [];
    private Modes mode = Modes.Live;
    private IGrainTimer? watch;

    private static bool IsRuntime => CallScope.Current?.Caller.Kind is CallerKind.System;

    private CorporationId Corporation => CorporationId.Parse(this.GetPrimaryKeyString());

    public async Task<ImmutableArray<OrderedJob>> Order(ImmutableArray<JobOrder> wanted, CancellationToken cancellationToken)
    {
        var scope = CallScope.Current!;
        var own = await settings.Of(Corporation, cancellationToken);
        ImmutableArray<JobRow> rows =
            [.. orders.Make(wanted, own, scope.Caller.Actor, origin: null, clock.GetUtcNow()).Select(row => row with { CreatedFor = scope.Caller.OnBehalfOf })];
        await Load(cancellationToken);
        CheckQueues(rows);
        await CheckKinds(rows, cancellationToken);
        var ids = await store.Add(Corporation, rows, scope.Modes, ids => Answered(scope, Ordered(rows, ids)), cancellationToken);
        foreach (var row in rows.Where((row, index) => row.Id == ids[index])) lines.Note(row, clock.GetUtcNow());
        TellAll(own, rows.Select(row => row.Lane));
        return Ordered(rows, ids);
    }

    public async Task<Job?> Find(JobId id, CancellationToken cancellationToken) =>
        (await store.Find(Corporation, id, cancellationToken))?.ToJob(clock.GetUtcNow(), isWhole: true);

    public async Task<Page<Job>> List(JobQuery query, CancellationToken cancellationToken)
    {
        var limit = PageLimit.Check(query.Limit);
        var (jobs, next) = await store.List(Corporation, Filter(query), Cursor(query.Cursor), limit, cancellationToken);
        return new Page<Job>([.. jobs.Select(job => job.ToJob(clock.GetUtcNow(), isWhole: false))], next?.Value);
    }

    public async Task<ImmutableArray<JobQueue>> Queues(CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        var stored = await store.Lines(Corporation, cancellationToken);
        var names = stored.Select(line => line.Queue)
            .Concat(queues.Keys).Concat(running.Values.Select(job => job.Queue))
            .Where(name => name.Length > 0).Distinct().Order(StringComparer.Ordinal).ToList();
        var found = ImmutableArray.CreateBuilder<JobQueue>(names.Count);
        foreach (var name in names) found.Add(await View(name, queues.GetValueOrDefault(name), stored, cancellationToken));
        return found.MoveToImmutable();
    }

    public Task<JobQueue> Pause(string queue, bool isPaused, CancellationToken cancellationToken) =>
        SetUp(queue, row => row with { IsPaused = isPaused }, cancellationToken);

    public Task<JobQueue> Bound(string queue, int? parallel, CancellationToken cancellationToken)
    {
        if (parallel is < 1 or > 10_000)
            throw new RefusedException(Refusal.Invalid, "parallel-out-of-range", "A queue runs 1 to 10,000 jobs at once.", "parallel");
        return SetUp(queue, row => row with { Parallel = parallel }, cancellationToken);
    }

    public Task<Job> Cancel(JobId id, CancellationToken cancellationToken)
    {
        var message = $"Cancelled by {CallScope.Current!.Caller.Actor}.";
        return ChangeOne(id, row => row.Cancel(clock.GetUtcNow(), "cancelled", message), "it has ended", cancellationToken);
    }

    public Task<Job> Reschedule(JobId id, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        var time = JobOrders.CheckTime(dueAt, clock.GetUtcNow());
        return ChangeOne(id, row => row.Reschedule(time), "it does not wait", cancellationToken);
    }

    public Task<Job> RunNow(JobId id, CancellationToken cancellationToken) =>
        ChangeOne(id, row => row.RunNow(clock.GetUtcNow()), "it does not wait", cancellationToken);

    public async Task<Job> Retry(JobId id, CancellationToken cancellationToken)
    {
        var approval = (await settings.Of(Corporation, cancellationToken)).Approval;
        return await ChangeOne(
            id, row => row.Retry(clock.GetUtcNow(), approval.Contains(row.Kind)), "it is not dead or cancelled", cancellationToken);
    }

    public async Task<Job> Approve(JobId id, CancellationToken cancellationToken)
    {
        var caller = CallScope.Current!.Caller;
        if (await store.Find(Corporation, id, cancellationToken) is { AwaitsApproval: true } own && caller.IsSame(own.CreatedBy, own.CreatedFor))
            throw new RefusedException(Refusal.Forbidden, "approval-by-author", "Who ordered a job cannot approve it.");
        return await ChangeOne(id, row => row.Approve(clock.GetUtcNow()), "it does not await approval", cancellationToken);
    }

    public Task<Job> Reject(JobId id, string? reason, CancellationToken cancellationToken)
    {
        if (reason is { Length: > JobRow.MaxNoteLength })
            throw new RefusedException(Refusal.Invalid, "reason-too-long", $"A reason has at most {JobRow.MaxNoteLength} characters.", "reason");
        var message = $"Rejected by {CallScope.Current!.Caller.Actor}{(string.IsNullOrWhiteSpace(reason) ? "." : $": {reason.Trim()}")}";
        return ChangeOne(
            id, row => row.AwaitsApproval ? row.Cancel(clock.GetUtcNow(), "rejected", message) : null, "it does not await approval", cancellationToken);
    }

    public async Task<int> Count(JobQuery query, CancellationToken cancellationToken) => (await Measure(query, cancellationToken)).Count;

    public Task<JobCount> Measure(JobQuery query, CancellationToken cancellationToken)
    {
        var filter = Filter(query);
        return new JobCounting(clock).Run(Cursor(query.Cursor), async after =>
        {
            var (jobs, next) = await store.List(Corporation, filter, after, BulkSize * 5, cancellationToken);
            return (jobs.Count, next);
        });
    }

    public Task<JobBulk> CancelMany(JobQuery query, CancellationToken cancellationToken) =>
        ChangeMany(BulkVerb.Cancel, query, CallScope.Current!.Caller.Actor, Bulk, cancellationToken);

    public Task<JobBulk> RetryMany(JobQuery query, CancellationToken cancellationToken) =>
        ChangeMany(BulkVerb.Retry, query, CallScope.Current!.Caller.Actor, Bulk, cancellationToken);

    public Task<BulkPart> ChangePart(BulkVerb verb, JobQuery query, string by, CancellationToken cancellationToken) => ChangeMany(
        verb, query, by, (done, skipped, next) => new BulkPart(done.Length, [.. skipped.Select(it => new BulkSkip(it.Id, it.Code))], next), cancellationToken);

    public async Task<ImmutableArray<LeasedJob>> Lease(
        string lane, string worker, int max, TimeSpan lease, CancellationToken cancellationToken)
    {
        CheckLease(lane, worker, max, lease);
        if (lane == JobLane.Runtime && !IsRuntime)
            throw new RefusedException(Refusal.Forbidden, "lane-of-the-runtime", "Jobs of built-in kinds are for the silos' own workers.", "kind");
        await Load(cancellationToken);
        var own = await settings.Of(Corporation, cancellationToken);
        mode = await facts.ModeOf(Corporation, cancellationToken);
        allowance ??= new JobAllowance(clock);
        var room = Math.Min(Math.Min(max, own.Parallel - running.Count), allowance.Available(own.Rate));
        var picked = room > 0 ? await Pick(lane, room, MostDeliveries(own), cancellationToken) : [];
        if (picked.Count == 0 && room > 0 && clock.GetUtcNow() - comparedAt > CompareEvery)
        {
            // The dispatcher has read of something that was stored by others, whose word of it was lost.
            await Compare(cancellationToken);
            picked = await Pick(lane, room, MostDeliveries(own), cancellationToken);
        }

        if (picked.Count == 0)
        {
            Tell(own, lane);
            return [];
        }

        ImmutableArray<JobRow?> leased;
        try
        {
            // The time is that of the transaction, or a job could begin with half its lease gone.
            leased = await store.Change(
                Corporation, [.. picked.Select(id => new JobChange(id, row => row.Lease(worker, clock.GetUtcNow(), lease)))], cancellationToken);
        }
        catch (RefusedException)
        {
            lines.Doubt(lane, clock.GetUtcNow());
            throw;
        }

        var jobs = leased.OfType<JobRow>().ToList();
        allowance.Use(jobs.Count);
        foreach (var job in jobs) running[job.Id] = job with { Payload = [] };
        Watch();
        Tell(own, lane);
        return [.. jobs.Select(Leased)];
    }

    public async Task<ImmutableArray<DateTimeOffset?>> Renew(ImmutableArray<JobLease> leases, TimeSpan lease, CancellationToken cancellationToken)
    {
        CheckLeases(leases.Length);
        await Load(cancellationToken);
        if (lease < JobLane.ShortestLease || lease > JobLane.LongestLease) throw LeaseOutOfRange();
        var isRuntime = IsRuntime;
        renewals++;
        try
        {
            var rows = await store.Change(
                Corporation,
                [.. leases.Select(it => new JobChange(it.Id, row => !IsOf(row, isRuntime) ? null : row.Renew(it.Attempt, clock.GetUtcNow(), lease, Percent(it.Progress), Cut(it.Note, JobRow.MaxNoteLength))))],
                cancellationToken);

            // One that another activation leased is heard of here; one that has left meanwhile, in a transaction after this one, must not come back.
            foreach (var row in rows.OfType<JobRow>().Where(row => !leftMeanwhile.Contains(row.Id))) running[row.Id] = row with { Payload = [] };
            return [.. rows.Select(row => row?.NextAt)];
        }
        finally
        {
            if (--renewals == 0) leftMeanwhile.Clear();
        }
    }

    public async Task<ImmutableArray<bool>> Finish(ImmutableArray<JobEnd> ends, CancellationToken cancellationToken)
    {
        CheckLeases(ends.Length);
        await Load(cancellationToken);
        var isRuntime = IsRuntime;
        var rows = await store.Change(
            Corporation, [.. ends.Select(end => new JobChange(end.Id, row => IsOf(row, isRuntime) ? Finish(row, end) : null) { Bytes = SizeOf(end) })], cancellationToken);
        await Left(rows, cancellationToken);
        return [.. rows.Select(row => row is not null)];
    }

    public async Task Release(ImmutableArray<JobLease> leases, CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        var rows = await store.Change(
            Corporation, [.. leases.Select(it => new JobChange(it.Id, row => row.Release(it.Attempt, clock.GetUtcNow())))], cancellationToken);
        await Left(rows, cancellationToken);
    }

    public async Task Wake(CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        var now = clock.GetUtcNow();
        var stored = await Compare(cancellationToken);
        var watched = stored.Where(line => line.Lane is JobLane.Running or JobLane.Approval).ToImmutableArray();
        if (watched.Any(line => line.DueAt <= now))
        {
            await EndLapsed(cancellationToken);
            await store.Settle(Corporation, watched, cancellationToken);
        }

        TellAll(await settings.Of(Corporation, cancellationToken), lines.Lanes.ToList());
    }

    private async Task<IReadOnlyList<JobLine>> Compare(CancellationToken cancellationToken)
    {
        comparedAt = clock.GetUtcNow();
        var stored = await store.Lines(Corporation, cancellationToken);
        var setUp = await store.Queues(Corporation, clock.GetUtcNow(), cancellationToken);
        lines.Compare(stored);
        Take(setUp);
        return stored;
    }

    private void Take(IReadOnlyList<QueueRow> setUp)
    {
        queues.Clear();
        foreach (var row in setUp) queues[row.Name] = row;
    }

    /// <summary>As long as workers have jobs, looks for leases that have ended. Should this silo die, the clock does.</summary>
    private void Watch() => watch ??= this.RegisterGrainTimer(
        async token =>
        {
            try
            {
                var isDoubted = clock.GetUtcNow() - doubtedSince >= DoubtFor;
                if (isDoubted || running.Values.Any(job => job.NextAt <= clock.GetUtcNow())) await EndLapsed(token);
                if (isDoubted) doubtedSince = null;
            }
            catch (RefusedException unavailable)
            {
                LogNotWatched(Corporation, unavailable.Code);
            }

            if (running.Count > 0) return;
            watch?.Dispose();
            watch = null;
        },
        new GrainTimerCreationOptions(WatchEvery, WatchEvery) { KeepAlive = true });

    private async Task EndLapsed(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var withWorkers = await store.Running(Corporation, cancellationToken);
        var gone = running.Keys.Except(withWorkers.Select(job => job.Id)).ToList();
        foreach (var id in gone) Leave(id);
        if (gone.Count > 0)
        {
            lines.Unblock();
            TellAll(await settings.Of(Corporation, cancellationToken), lines.Lanes.ToList());
        }

        var lapsed = withWorkers.Where(job => job.NextAt <= now)
            .Select(job => new JobChange(job.Id, row => row.Lapse(clock.GetUtcNow())));
        var expired = (await store.Expiring(Corporation, now, BulkSize, cancellationToken))
            .Select(id => new JobChange(id, row => row.Expire(clock.GetUtcNow())));
        foreach (var part in lapsed.Concat(expired).Chunk(BulkSize))
            await Left(await store.Change(Corporation, [.. part], cancellationToken), cancellationToken);
    }

    /// <summary>The runtime's workers and those outside each end their own kinds of jobs.</summary>
    private static bool IsOf(JobRow row, bool isRuntime) => isRuntime == (JobLanes.Of(row.Kind) == JobLane.Runtime);

    private static int SizeOf(JobEnd end) =>
        Math.Min(end.Result?.Length ?? 0, JobOutcome.MaxResultBytes) + Math.Min(end.FailureMessage?.Length ?? 0, JobRow.MaxMessageLength);

    private JobRow? Finish(JobRow row, JobEnd end) => end.FailureCode is null
        ? row.Succeed(end.Attempt, clock.GetUtcNow(), Bounded(end.Result))
        : row.Fail(
            end with
            {
                FailureCode = Cut(end.FailureCode, JobRow.MaxCodeLength),
                FailureMessage = Cut(end.FailureMessage, JobRow.MaxMessageLength),
                Result = Bounded(end.Result),
                RetryAfter = end.RetryAfter > TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : end.RetryAfter,
            },
            clock.GetUtcNow(),
            Random.Shared.NextDouble());

    private void Leave(JobId id)
    {
        running.Remove(id);
        if (renewals > 0) leftMeanwhile.Add(id);
    }

    /// <summary>Remembers what became of jobs that workers no longer have.</summary>
    private async Task Left(ImmutableArray<JobRow?> rows, CancellationToken cancellationToken)
    {
        var lanes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows.OfType<JobRow>())
        {
            Leave(row.Id);
            lanes.Add(JobLanes.Of(row.Kind));
            lines.Note(row, clock.GetUtcNow());
        }

        lines.Unblock();

        // Whoever wants to hear of dead jobs has deliveries now that were stored with them.
        if (rows.Any(row => row is { End: JobState.Dead })) teller.Wake(Corporation);
        try
        {
            TellAll(await settings.Of(Corporation, cancellationToken), lanes);
        }
        catch (RefusedException unavailable)
        {
            // What was stored is stored; the dispatcher reads it when it looks next.
            LogNotTold(Corporation, unavailable.Code);
        }
    }

    /// <summary>The next jobs of a lane that may begin: higher priorities first, and the queues of one priority in turn.</summary>
    private async Task<List<JobId>> Pick(string lane, int max, int mostDeliveries, CancellationToken cancellationToken)
    {
        var picked = new List<JobId>(max);
        var busyKeys = running.Values.Select(job => job.ConcurrencyKey).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var runningByQueue = running.Values.CountBy(job => job.Queue).ToDictionary(StringComparer.Ordinal);
        var deliveries = running.Values.Count(job => IsDelivery(job.Queue));
        foreach (var priority in lines.ByPriority(lane))
        {
            // Taken from the end: whose turn is longest ago.
            var open = priority.OrderByDescending(line => line.PickedAt).ToList();
            while (open.Count > 0 && picked.Count < max)
            {
                for (var place = open.Count - 1; place >= 0 && picked.Count < max; place--)
                {
                    var line = open[place];
                    var used = runningByQueue.GetValueOrDefault(line.Queue);
                    var hasRoom = MayRun(line.Queue, used) && (!IsDelivery(line.Queue) || deliveries < mostDeliveries);
                    if (!hasRoom || await Next(line, busyKeys, cancellationToken) is not { } job)
                    {
                        open.RemoveAt(place);
                        continue;
                    }

                    picked.Add(job.Id);
                    line.PickedAt = ++picks;
                    runningByQueue[line.Queue] = used + 1;
                    if (IsDelivery(line.Queue)) deliveries++;
                    if (job.ConcurrencyKey is { } key) busyKeys.Add(key);
                }
            }
        }

        return picked;
    }

    /// <summary>To tell of what happened changes nothing, and what happened may be that the mode did: no mode holds it up.</summary>
    private bool IsOpen(string queue) =>
        (mode is Modes.Live || (mode is Modes.Frozen && queue == JobOrder.DutyQueue) || IsDelivery(queue))
        && (!queues.TryGetValue(queue, out var row) || !row.IsPaused);

    /// <summary>How many more jobs of a queue may begin.</summary>
    private int RoomOf(string queue) => BoundOf(queue) is { } most
        ? Math.Max(0, most - running.Values.Count(job => job.Queue == queue))
        : int.MaxValue;

    private bool MayRun(string queue, int used) => IsOpen(queue) && (BoundOf(queue) is not { } most || used < most);

    private static bool IsDelivery(string queue) => WebhookId.OfQueue(queue) is not null;

    /// <summary>However many receivers are slow, the corporation's own jobs have half of its room.</summary>
    private static int MostDeliveries(WorkSettings own) => Math.Max(1, own.Parallel / 2);

    /// <summary>A receiver that is slow must not have all of the corporation's room.</summary>
    private int? BoundOf(string queue) => BoundOf(queue, queues.GetValueOrDefault(queue));

    private static int? BoundOf(string queue, QueueRow? row) =>
        row?.Parallel ?? (WebhookId.OfQueue(queue) is null ? null : Webhook.Parallel);

    private async Task<WaitingJob?> Next(WaitingLine line, HashSet<string> busyKeys, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (line.NextAt > now) return null;
        if (line.Take(now, busyKeys) is { } known) return known;
        if (line.UnreadFrom > now)
        {
            line.Block(now);
            return null;
        }

        var passed = busyKeys.Take(MaxBusyKeys).ToList();
        var until = now + WaitingLine.Ahead;
        var found = await store.Due(Corporation, line.ToLine(), until, passed, WaitingLine.MaxKept, cancellationToken);
        line.Fill(found, now, until, isAll: passed.Count == 0);
        if (found.Count == 0 && passed.Count == 0) await Settle(line, cancellationToken);
        if (line.Take(clock.GetUtcNow(), busyKeys) is { } job) return job;
        if (line.CountDue(clock.GetUtcNow()) > 0) line.Block(clock.GetUtcNow());
        return null;
    }

    /// <summary>Nothing is due in a line for a while: finds out until when, and lets the dispatcher's readings know.</summary>
    private async Task Settle(WaitingLine line, CancellationToken cancellationToken)
    {
        var held = await store.Settle(Corporation, [line.ToLine()], cancellationToken);
        if (held.Length > 0) line.Forget(held[0].DueAt);
        else lines.Remove(line);
    }

    private async Task<Job> ChangeOne(JobId id, Func<JobRow, JobRow?> apply, string obstacle, CancellationToken cancellationToken)
    {
        var scope = CallScope.Current!;
        await Load(cancellationToken);
        Job? answer = null;
        var changed = (await store.Change(
            Corporation,
            [new JobChange(id, apply, MayHaveEnded: true)],
            rows => (answer = rows[0]?.ToJob(clock.GetUtcNow(), isWhole: true)) is null ? [] : Answered(scope, answer),
            cancellationToken))[0];
        if (changed is null)
        {
            var code = await Obstacle(id, apply, cancellationToken);
            throw code switch
            {
                Unknown => new RefusedException(Refusal.NotFound, code, $"There is no job '{id}'."),
                KeyTaken => new RefusedException(Refusal.Conflict, code, "Another job with its dedupe key has not ended."),
                _ => new RefusedException(Refusal.Conflict, code, $"This cannot be done to the job now: {obstacle}."),
            };
        }

        await Left([changed], cancellationToken);
        return answer!;
    }

    private async Task<T> ChangeMany<T>(
        BulkVerb verb, JobQuery query, string by, Func<ImmutableArray<JobId>, ImmutableArray<JobObstacle>, string?, T> view, CancellationToken cancellationToken)
    {
        var scope = CallScope.Current!;
        await Load(cancellationToken);
        var approval = verb is BulkVerb.Retry ? (await settings.Of(Corporation, cancellationToken)).Approval : [];
        var filter = Filter(query) with { IsOpen = verb is BulkVerb.Cancel };
        var (jobs, next) = await store.List(Corporation, filter, Cursor(query.Cursor), BulkSize, cancellationToken);
        var meant = jobs.Where(job => IsMeant(verb, job)).Select(job => job.Id).ToList();
        if (meant.Count == 0 && scope.Operation is null) return view([], [], next?.Value);

        var message = $"Cancelled by {by}.";
        var applicable = new ConcurrentDictionary<JobId, bool>();
        var changed = await store.Change(
            Corporation,
            [.. meant.Select(id => new JobChange(id, Apply, MayHaveEnded: true))],
            rows => Answered(scope, Answer(rows)),
            cancellationToken);
        await Left(changed, cancellationToken);
        return Answer(changed);

        JobRow? Apply(JobRow row)
        {
            var next = verb switch
            {
                BulkVerb.Cancel => row.Cancel(clock.GetUtcNow(), "cancelled", message),
                BulkVerb.Retry => row.Retry(clock.GetUtcNow(), approval.Contains(row.Kind)),
            };
            applicable[row.Id] = next is not null;
            return next;
        }

        // What would have applied and did not came up against another job with its key.
        T Answer(ImmutableArray<JobRow?> rows) => view(
            [.. meant.Where((_, index) => rows[index] is not null)],
            [
                .. meant.Where((_, index) => rows[index] is null)
                    .Select(id => new JobObstacle(id, applicable.GetValueOrDefault(id) ? KeyTaken : "job-state")),
            ],
            next?.Value);
    }

    private static bool IsMeant(BulkVerb verb, JobRow job) => verb switch
    {
        BulkVerb.Cancel => job.End is null,
        BulkVerb.Retry => job.End is JobState.Dead or JobState.Cancelled,
    };

    private static JobBulk Bulk(ImmutableArray<JobId> done, ImmutableArray<JobObstacle> skipped, string? next) =>
        new(done, [.. skipped.Select(it => it.Id)], next) { Obstacles = skipped };

    /// <summary>Why a change did not apply, as far as can still be seen.</summary>
    private async Task<string> Obstacle(JobId id, Func<JobRow, JobRow?> apply, CancellationToken cancellationToken)
    {
        if (await store.Find(Corporation, id, cancellationToken) is not { } row) return Unknown;
        return row is { End: not null, DedupeKey: not null } && apply(row) is { End: null } ? KeyTaken : "job-state";
    }

    private async Task<JobQueue> SetUp(string queue, Func<QueueRow, QueueRow> change, CancellationToken cancellationToken)
    {
        JobOrders.CheckName(queue, "queue");
        await Load(cancellationToken);
        if (!queues.TryGetValue(queue, out var row))
        {
            var isKnown = (await store.Lines(Corporation, cancellationToken)).Any(line => line.Queue == queue) || running.Values.Any(job => job.Queue == queue);
            if (!isKnown) throw new RefusedException(Refusal.NotFound, "queue-unknown", $"There is no queue '{queue}'.");
            row = new QueueRow(queue, IsPaused: false, Parallel: null);
        }

        var next = change(row);
        var view = await View(queue, next, await store.Lines(Corporation, cancellationToken), cancellationToken);
        await store.Save(Corporation, next, Answered(CallScope.Current!, view), cancellationToken);
        queues[queue] = next;
        TellAll(await settings.Of(Corporation, cancellationToken), lines.Lanes.ToList());
        return view;
    }

    private async Task<JobQueue> View(string name, QueueRow? row, IReadOnlyList<JobLine> stored, CancellationToken cancellationToken)
    {
        var own = stored.Where(line => line.Queue == name);
        var (waiting, due, oldest) = await store.CountLines(Corporation, own, clock.GetUtcNow(), JobQueue.MaxCount, cancellationToken);
        return new JobQueue(name, row?.IsPaused ?? false, BoundOf(name, row), waiting, due, running.Values.Count(job => job.Queue == name), oldest);
    }

    private void CheckQueues(ImmutableArray<JobRow> rows)
    {
        var names = lines.Queues.Concat(queues.Keys).Concat(rows.Select(row => row.Queue)).Distinct().Count(name => !IsDelivery(name));
        if (names > JobOrder.MaxQueues && rows.Any(row => !lines.Queues.Contains(row.Queue) && !queues.ContainsKey(row.Queue)))
            throw new RefusedException(Refusal.TooMany, "queues-too-many", $"A corporation has at most {JobOrder.MaxQueues} queues.", "queue");
    }

    private async Task CheckKinds(ImmutableArray<JobRow> rows, CancellationToken cancellationToken)
    {
        var wanted = rows.Select(row => row.Kind).Where(JobKinds.IsOutside).ToHashSet(StringComparer.Ordinal);
        var waiting = lines.Lanes.Where(JobKinds.IsOutside).ToHashSet(StringComparer.Ordinal);
        if (wanted.IsSubsetOf(waiting)) return;
        if (wanted.Union(waiting).Count() > JobOrder.MaxKinds)
        {
            throw new RefusedException(
                Refusal.TooMany, "kinds-too-many", $"Jobs of at most {JobOrder.MaxKinds} kinds for workers outside wait in a corporation.", "kind");
        }

        await kinds.Check(wanted, cancellationToken);
    }

    /// <summary>What the store knows, asked once however many calls want it.</summary>
    private async Task Load(CancellationToken cancellationToken)
    {
        if (loading is { IsCompletedSuccessfully: true }) return;
        if (loading is null or { IsCompleted: true }) loading = LoadAll();
        await loading.WaitAsync(cancellationToken);
    }

    private async Task LoadAll()
    {
        var stored = await store.Lines(Corporation, CancellationToken.None);
        var setUp = await store.Queues(Corporation, clock.GetUtcNow(), CancellationToken.None);
        var withWorkers = await store.Running(Corporation, CancellationToken.None);
        lines.Compare(stored);
        Take(setUp);
        foreach (var job in withWorkers) running[job.Id] = job;
        if (running.Count == 0) return;
        doubtedSince = clock.GetUtcNow();
        Watch();
    }

    private void TellAll(WorkSettings own, IEnumerable<string> lanes)
    {
        foreach (var lane in lanes.Distinct().Where(lane => lane is not (JobLane.Running or JobLane.Approval))) Tell(own, lane);
    }

    private void Tell(WorkSettings own, string lane)
    {
        var now = clock.GetUtcNow();
        var room = own.Parallel - running.Count;
        var allowed = allowance?.Available(own.Rate) ?? own.Rate;
        var dueByKind = lines.Of(lane).Where(line => IsOpen(line.Queue)).GroupBy(line => line.Queue)
            .ToLookup(queue => IsDelivery(queue.Key), queue => Math.Min(queue.Sum(line => line.CountDue(now)), RoomOf(queue.Key)));
        var roomOfDeliveries = Math.Max(0, MostDeliveries(own) - running.Values.Count(job => IsDelivery(job.Queue)));
        var due = dueByKind[false].Sum() + Math.Min(dueByKind[true].Sum(), roomOfDeliveries);
        var next = lines.Of(lane).Select(line => line.NextAfter(now)).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
        if (due > 0 && room > 0 && allowed == 0) next = allowance!.NextAt(own.Rate);
        teller.Tell(Corporation, lane, Math.Max(0, Math.Min(due, Math.Min(room, allowed))), next, own.Weight);
    }

    private static ImmutableArray<OrderedJob> Ordered(ImmutableArray<JobRow> rows, ImmutableArray<JobId> ids) =>
        [.. rows.Select((row, index) => new OrderedJob(ids[index], ids[index] == row.Id))];

    private static ImmutableArray<Effect> Answered<T>(CallScope scope, T answer) => scope.Operation is { } operation
        ? [OperationResult.ToEffect(scope.Caller, operation, JsonSerializer.SerializeToUtf8Bytes(answer, StoredJson.Options))]
        : [];

    private static LeasedJob Leased(JobRow row) => new(
        row.Id, row.Kind, Encoding.UTF8.GetString(row.Payload), row.Attempt, row.MaxAttempts, row.NextAt, row.Deadline)
    {
        Queue = row.Queue,
    };

    private JobFilter Filter(JobQuery query)
    {
        if (query.Kind is { } kind) JobOrders.CheckName(kind, "kind");
        if (query.Queue is { } queue) JobOrders.CheckAnyQueue(queue);
        return new JobFilter(
            query.State,
            query.Kind,
            query.Queue,
            query.From is { } from ? JobId.First(from) : null,
            query.To is { } to ? JobId.First(to) : null,
            clock.GetUtcNow());
    }

    private static JobId? Cursor(string? cursor) => cursor is null ? null
        : JobId.TryParse(cursor, out var id) ? id
        : throw new RefusedException(Refusal.Invalid, "cursor-malformed", "The cursor is not one that this list gave.", "cursor");

    private static void CheckLease(string lane, string worker, int max, TimeSpan lease)
    {
        if (lane != JobLane.Runtime) JobOrders.CheckName(lane, "kind");
        if (worker is not { Length: > 0 and <= JobRow.MaxWorkerLength } || worker.Any(char.IsControl))
            throw new RefusedException(Refusal.Invalid, "worker-malformed", $"A worker's name has 1 to {JobRow.MaxWorkerLength} characters.", "worker");
        if (max is < 1 or > JobLane.MaxLease)
            throw new RefusedException(Refusal.Invalid, "max-out-of-range", $"1 to {JobLane.MaxLease} jobs are leased at once.", "max");
        if (lease < JobLane.ShortestLease || lease > JobLane.LongestLease) throw LeaseOutOfRange();
    }

    private static RefusedException LeaseOutOfRange() => new(
        Refusal.Invalid,
        "lease-out-of-range",
        $"A lease lasts {JobLane.ShortestLease.TotalSeconds:0} to {JobLane.LongestLease.TotalSeconds:0} seconds.",
        "leaseSeconds");

    private static void CheckLeases(int count)
    {
        if (count is < 1 or > JobLane.MaxLease)
            throw new RefusedException(Refusal.Invalid, "leases-count", $"1 to {JobLane.MaxLease} leases are told of at once.", "leases");
    }

    private static string? Cut(string? text, int length) => text is null || text.Length <= length ? text : text[..length];

    private static int? Percent(int? progress) => progress is { } value ? Math.Clamp(value, 0, 100) : null;

    private static string? Bounded(string? result) => result is null || Encoding.UTF8.GetByteCount(result) <= JobOutcome.MaxResultBytes
        ? result
        : """{"truncated":true}""";

    [LoggerMessage(LogLevel.Warning, "The dispatcher was not told of jobs of {Corporation}: {Code}")]
    private partial void LogNotTold(CorporationId corporation, string code);

    [LoggerMessage(LogLevel.Warning, "Leases of jobs of {Corporation} could not be looked after: {Code}")]
    private partial void LogNotWatched(CorporationId corporation, string code);
}
