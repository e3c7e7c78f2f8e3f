using System.Collections.Immutable;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Refusals;

namespace Adilas.Jobs;

/// <summary>What workers outside do with jobs: take them, show that they live, and end them.</summary>
internal sealed partial class WorkerService(
    IGrainFactory grains, Boundary boundary, ICallerAccessor callers, IHostApplicationLifetime host, TimeProvider clock, ILogger<WorkerService> logger)
{
    private static readonly TimeSpan AskOwnEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>After a grant that led to no job, so that a wrong guess of a dispatcher is not asked for without pause.</summary>
    private static readonly TimeSpan AskAllEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>How long kinds that did not come first still answer.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(200);

    /// <returns>Empty when nothing came in time, when the caller went away and when the host stops.</returns>
    public async Task<IReadOnlyList<WorkerJobView>> Lease(WorkerLeaseBody wanted, CancellationToken aborted)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(aborted, host.ApplicationStopping);
        var until = clock.GetUtcNow() + TimeSpan.FromSeconds(wanted.WaitSeconds);
        try
        {
            while (true)
            {
                var left = until - clock.GetUtcNow();
                var jobs = boundary.Own is { } own ? await OfOwn(own, wanted, ends.Token) : await OfAll(wanted, left, ends.Token);
                left = until - clock.GetUtcNow();
                if (jobs.Count > 0 || left <= TimeSpan.Zero) return jobs;

                var pause = boundary.Own is null ? AskAllEvery : AskOwnEvery;
                await Task.Delay(left < pause ? left : pause, clock, ends.Token);
            }
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            return [];
        }
    }

    /// <exception cref="RefusedException"><see cref="Refusal.Conflict"/>: it is no longer this worker's.</exception>
    public async Task<DateTimeOffset> Renew(LeaseToken token, TimeSpan lease, int? percent, string? note, CancellationToken cancellationToken)
    {
        boundary.Enter(token.Corporation);
        var renewed = await grains.JobQueue(token.Corporation)
            .Renew([new JobLease(token.Job, token.Attempt, percent, note)], lease, cancellationToken);
        return renewed[0] ?? throw Stale();
    }

    /// <inheritdoc cref="Renew"/>
    public async Task Finish(LeaseToken token, Func<JobId, int, JobEnd> end, CancellationToken cancellationToken)
    {
        boundary.Enter(token.Corporation);
        var counted = await grains.JobQueue(token.Corporation).Finish([end(token.Job, token.Attempt)], cancellationToken);
        if (!counted[0]) throw Stale();
    }

    private async Task<IReadOnlyList<WorkerJobView>> OfOwn(CorporationId own, WorkerLeaseBody wanted, CancellationToken cancellationToken)
    {
        foreach (var kind in wanted.Kinds)
            if (await LeaseOf(own, kind, wanted.Max, wanted, cancellationToken) is { Count: > 0 } jobs) return jobs;
        return [];
    }

    private async Task<IReadOnlyList<WorkerJobView>> OfAll(WorkerLeaseBody wanted, TimeSpan left, CancellationToken cancellationToken)
    {
        // What is granted and not leased is lost for a while: only one kind at a time is asked for what is due already.
        foreach (var kind in wanted.Kinds)
        {
            var grants = await grains.JobDispatcher(kind).Take(wanted.Max, TimeSpan.Zero, cancellationToken);
            if (await LeaseGranted(kind, grants, wanted, cancellationToken) is { Count: > 0 } jobs) return jobs;
        }

        return left > TimeSpan.Zero ? await WaitForAll(wanted, left, cancellationToken) : [];
    }

    /// <summary>The first kind that comes due ends the waiting for the others, whose dispatchers keep what they would have granted.</summary>
    private async Task<IReadOnlyList<WorkerJobView>> WaitForAll(WorkerLeaseBody wanted, TimeSpan left, CancellationToken cancellationToken)
    {
        var found = new CancellationTokenSource();
        await using var aborting = cancellationToken.Register(found.Cancel);
        var wait = left < IJobDispatcherGrain.LongestWait ? left : IJobDispatcherGrain.LongestWait;
        var waiting = wanted.Kinds.Select(Wait).ToList();
        while (waiting.Count > 0)
        {
            var ended = await Task.WhenAny(waiting);
            waiting.Remove(ended);
            var (kind, grants) = await ended;
            if (grants.IsEmpty) continue;

            // What another kind grants in this moment would be nobody's for some seconds.
            foreach (var other in waiting) _ = GiveBack(other);
            found.CancelAfter(Grace);
            return await LeaseGranted(kind, grants, wanted, cancellationToken);
        }

        return [];

        async Task GiveBack(Task<(string Kind, ImmutableArray<JobGrant> Grants)> other)
        {
            try
            {
                var (kind, grants) = await other;
                if (!grants.IsEmpty) await grains.JobDispatcher(kind).GiveBack(grants, CancellationToken.None);
            }
            catch (Exception failure) when (failure is RefusedException or OrleansException or TimeoutException or OperationCanceledException)
            {
                // The dispatcher asks again by itself.
                LogNotGivenBack(failure.GetType().Name);
            }
        }

        async Task<(string Kind, ImmutableArray<JobGrant> Grants)> Wait(string kind) =>
            (kind, await grains.JobDispatcher(kind).Take(wanted.Max, wait, found.Token));
    }

    private async Task<IReadOnlyList<WorkerJobView>> LeaseGranted(
        string kind, ImmutableArray<JobGrant> grants, WorkerLeaseBody wanted, CancellationToken cancellationToken)
    {
        var jobs = new List<WorkerJobView>();
        foreach (var grant in grants)
        {
            try
            {
                jobs.AddRange(await LeaseOf(grant.Corporation, kind, grant.Count, wanted, cancellationToken));
            }
            catch (RefusedException refused) when (refused.Refusal is not Refusal.Forbidden)
            {
                // The jobs of the other corporations are leased already, and nobody would do them.
                LogCannotLease(grant.Corporation, refused.Code);
            }
        }

        return jobs;
    }

    private async Task<IReadOnlyList<WorkerJobView>> LeaseOf(
        CorporationId corporation, string kind, int max, WorkerLeaseBody wanted, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var leased = await grains.JobQueue(corporation).Lease(
            kind, wanted.Worker ?? callers.Current!.Actor, max, TimeSpan.FromSeconds(wanted.LeaseSeconds), CancellationToken.None);
        return [.. leased.Select(job => WorkerJobView.Of(corporation, job))];
    }

    private static RefusedException Stale() => new(
        Refusal.Conflict, "attempt-stale", "This attempt is no longer the worker's: it ended, was cancelled, or is another's. Stop working on it.", "token");

    [LoggerMessage(LogLevel.Debug, "What was granted besides was not given back: {Failure}")]
    private partial void LogNotGivenBack(string failure);

    [LoggerMessage(LogLevel.Warning, "Jobs of {Corporation} could not be leased for a worker outside: {Reason}")]
    private partial void LogCannotLease(CorporationId corporation, string reason);
}
