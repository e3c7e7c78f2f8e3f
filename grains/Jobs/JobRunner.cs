using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Refusals;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adilas.Jobs;

/// <summary>
/// The workers of a silo: takes as many jobs of built-in kinds as there is room for, runs their handlers, renews their leases and says how
/// they ended.
/// </summary>
internal sealed partial class JobRunner(
    IGrainFactory grains,
    SystemActors actors,
    ILocalSiloDetails silo,
    JobHandlers handlers,
    IOptions<JobsOptions> options,
    TimeProvider clock,
    ILogger<JobRunner> logger) : BackgroundService
{
    private static readonly TimeSpan TakeWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private const int MaxFinishAttempts = 5;

    private readonly ConcurrentDictionary<(CorporationId Corporation, JobId Id), Running> running = new();
    private readonly SemaphoreSlim changed = new(0);
    private readonly CancellationTokenSource drained = new();
    private readonly ConcurrentDictionary<CorporationId, bool> renewing = new();
    private int beginning;
    private int free = options.Value.Slots;

    private string Worker => $"silo {silo.SiloAddress.Endpoint}";

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);

        // Leases are renewed until the last job has ended or is broken off.
        var until = clock.GetUtcNow() + options.Value.StopWait;
        while ((!running.IsEmpty || Volatile.Read(ref beginning) > 0) && clock.GetUtcNow() < until && !cancellationToken.IsCancellationRequested)
            await Task.Delay(TimeSpan.FromMilliseconds(50), clock, CancellationToken.None);
        await drained.CancelAsync();
        foreach (var job in running.Values) await job.BreakOff();
        await Task.WhenAll(running.Values.Select(job => job.Done.Task)).WaitAsync(TimeSpan.FromSeconds(2), clock, CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var group in running.Values.GroupBy(job => job.Corporation)) await Release(group.Key, [.. group.Select(job => job.Lease)]);
    }

    public override void Dispose()
    {
        drained.Dispose();
        changed.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Slots == 0) return;
        _ = RenewAll(drained.Token);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var room = Math.Min(Volatile.Read(ref free), JobLane.MaxLease);
                if (room == 0)
                {
                    await changed.WaitAsync(stoppingToken);
                    continue;
                }

                foreach (var grant in await Take(room, stoppingToken))
                {
                    Interlocked.Add(ref free, -grant.Count);
                    _ = Begin(grant, stoppingToken);
                }
            }
            catch (Exception failure) when (failure is RefusedException or OrleansException or TimeoutException or OperationCanceledException)
            {
                if (stoppingToken.IsCancellationRequested) break;
                LogCannotTake(failure is RefusedException refused ? refused.Code : failure.GetType().Name);
                await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<ImmutableArray<JobGrant>> Take(int room, CancellationToken cancellationToken)
    {
        using var actor = actors.Enter(SystemActors.Work, corporation: null);
        return await grains.JobDispatcher(JobLane.Runtime).Take(room, TakeWait, cancellationToken);
    }

    private async Task Begin(JobGrant grant, CancellationToken stoppingToken)
    {
        var begun = 0;
        Interlocked.Increment(ref beginning);
        try
        {
            using var actor = actors.Enter(SystemActors.Work, grant.Corporation);
            var jobs = await grains.JobQueue(grant.Corporation)
                .Lease(JobLane.Runtime, Worker, Math.Min(grant.Count, JobLane.MaxLease), options.Value.Lease, CancellationToken.None);
            foreach (var job in jobs)
            {
                begun++;
                _ = Run(grant.Corporation, job);
            }
        }
        catch (Exception failure) when (failure is RefusedException or OrleansException or TimeoutException)
        {
            LogCannotLease(grant.Corporation, failure is RefusedException refused ? refused.Code : failure.GetType().Name);
        }
        finally
        {
            Interlocked.Decrement(ref beginning);
            Free(grant.Count - begun);
        }
    }

    private async Task Run(CorporationId corporation, LeasedJob job)
    {
        var own = new Running(corporation, new JobLease(job.Id, job.Attempt), job.Deadline, clock);
        if (running.TryGetValue((corporation, job.Id), out var earlier)) await earlier.Lose();
        running[(corporation, job.Id)] = own;
        try
        {
            var end = await Outcome(corporation, job, own);
            if (end is not null) await Finish(corporation, end, own);
        }
        finally
        {
            // One that was broken off is left for whoever stops to give back.
            // Should a newer attempt of the same job run here by now, its place is its own.
            if (!own.IsBrokenOff) running.TryRemove(KeyValuePair.Create((corporation, job.Id), own));
            own.Done.TrySetResult();
            own.Dispose();
            Free(1);
        }
    }

    private async Task<JobEnd?> Outcome(CorporationId corporation, LeasedJob job, Running own)
    {
        try
        {
            if (handlers.Find(job.Kind) is not { } handler)
                return new JobEnd(job.Id, job.Attempt, null, "kind-unknown", $"No silo does jobs of the kind '{job.Kind}' yet.", IsFinal: true);
            using var payload = JsonDocument.Parse(job.Payload);
            var run = new JobRun(
                corporation, job.Id.Value, job.Kind, payload.RootElement, job.Attempt, job.Attempt >= job.MaxAttempts, job.Deadline)
            {
                Queue = job.Queue,
            };
            var outcome = await handler.Run(run, own.Token).WaitAsync(own.Token);
            return outcome.Failure is { } failure
                ? new JobEnd(job.Id, job.Attempt, outcome.Result, failure.Code, failure.Message, failure.IsFinal, failure.RetryAfter)
                : new JobEnd(job.Id, job.Attempt, outcome.Result);
        }
        catch (OperationCanceledException) when (own.Token.IsCancellationRequested)
        {
            return own.IsLate ? new JobEnd(job.Id, job.Attempt, null, "deadline", "The attempt took longer than its deadline allows.") : null;
        }
        catch (RefusedException refused)
        {
            return new JobEnd(job.Id, job.Attempt, null, refused.Code, refused.Message, IsFinal: refused.Refusal is Refusal.Invalid);
        }
        catch (Exception bug)
        {
            LogHandlerFailed(bug, corporation, job.Id, job.Kind);
            return new JobEnd(job.Id, job.Attempt, null, "handler-failed", $"The handler failed: {bug.GetType().Name}.");
        }
    }

    /// <summary>What was done must be known: an end that cannot be stored is tried again while the lease lasts.</summary>
    private async Task Finish(CorporationId corporation, JobEnd end, Running own)
    {
        for (var attempt = 1; !own.IsBrokenOff; attempt++)
        {
            try
            {
                using var actor = actors.Enter(SystemActors.Work, corporation);
                var counted = await grains.JobQueue(corporation).Finish([end], CancellationToken.None);
                if (!counted[0]) LogTooLate(corporation, end.Id, end.Attempt);
                return;
            }
            catch (Exception failure) when (failure is RefusedException or OrleansException or TimeoutException)
            {
                LogCannotFinish(corporation, end.Id, failure is RefusedException refused ? refused.Code : failure.GetType().Name);
                if (attempt == MaxFinishAttempts) return;
                await Task.Delay(Pause * attempt, clock, CancellationToken.None);
            }
        }
    }

    private async Task RenewAll(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.Value.Lease / 3, clock);
        while (!cancellationToken.IsCancellationRequested && await timer.WaitForNextTickAsync(cancellationToken))
        {
            // Side by side: a corporation whose queue does not answer costs no other its leases.
            foreach (var group in running.Values.Where(job => clock.GetUtcNow() - job.BeganAt > options.Value.Lease / 4).GroupBy(job => job.Corporation))
            {
                if (renewing.TryAdd(group.Key, true)) _ = RenewOf(group.Key, [.. group]);
            }
        }
    }

    private async Task RenewOf(CorporationId corporation, Running[] jobs)
    {
        try
        {
            foreach (var part in jobs.Chunk(JobLane.MaxLease)) await Renew(corporation, part);
        }
        catch (Exception bug)
        {
            LogRenewFailed(bug, corporation);
        }
        finally
        {
            renewing.TryRemove(corporation, out _);
        }
    }

    private async Task Renew(CorporationId corporation, Running[] jobs)
    {
        try
        {
            using var actor = actors.Enter(SystemActors.Work, corporation);
            var until = await grains.JobQueue(corporation)
                .Renew([.. jobs.Select(job => job.Lease)], options.Value.Lease, CancellationToken.None);
            for (var index = 0; index < jobs.Length; index++)
            {
                // Cancelled, or given to another: what it does now is for nobody.
                if (until[index] is null && !jobs[index].Done.Task.IsCompleted && jobs[index].Deadline > clock.GetUtcNow()) await jobs[index].Lose();
            }
        }
        catch (Exception failure) when (failure is RefusedException or OrleansException or TimeoutException)
        {
            LogCannotRenew(corporation, failure is RefusedException refused ? refused.Code : failure.GetType().Name);
        }
    }

    private async Task Release(CorporationId corporation, ImmutableArray<JobLease> leases)
    {
        try
        {
            using var actor = actors.Enter(SystemActors.Work, corporation);
            await grains.JobQueue(corporation).Release(leases, CancellationToken.None);
        }
        catch (Exception failure) when (failure is RefusedException or OrleansException or TimeoutException)
        {
            // They are given out again when their lease ends.
            LogCannotRenew(corporation, failure is RefusedException refused ? refused.Code : failure.GetType().Name);
        }
    }

    private void Free(int count)
    {
        if (count == 0) return;
        Interlocked.Add(ref free, count);
        changed.Release();
    }

    [LoggerMessage(LogLevel.Warning, "No jobs can be taken at the moment: {Reason}")]
    private partial void LogCannotTake(string reason);

    [LoggerMessage(LogLevel.Warning, "Jobs of {Corporation} could not be leased: {Reason}")]
    private partial void LogCannotLease(CorporationId corporation, string reason);

    [LoggerMessage(LogLevel.Warning, "Leases of jobs of {Corporation} could not be renewed or given back: {Reason}")]
    private partial void LogCannotRenew(CorporationId corporation, string reason);

    [LoggerMessage(LogLevel.Error, "Renewing leases of jobs of {Corporation} failed unexpectedly")]
    private partial void LogRenewFailed(Exception bug, CorporationId corporation);

    [LoggerMessage(LogLevel.Warning, "The end of job {Job} of {Corporation} could not be stored: {Reason}")]
    private partial void LogCannotFinish(CorporationId corporation, JobId job, string reason);

    [LoggerMessage(LogLevel.Information, "Job {Job} of {Corporation} was no longer this worker's when attempt {Attempt} ended")]
    private partial void LogTooLate(CorporationId corporation, JobId job, int attempt);

    [LoggerMessage(LogLevel.Error, "Job {Job} of {Corporation}: the handler of {Kind} failed unexpectedly")]
    private partial void LogHandlerFailed(Exception bug, CorporationId corporation, JobId job, string kind);

    private sealed class Running : IDisposable
    {
        private readonly CancellationTokenSource source;
        private readonly ITimer timer;

        public Running(CorporationId corporation, JobLease lease, DateTimeOffset deadline, TimeProvider clock)
        {
            (Corporation, Lease, Deadline, BeganAt) = (corporation, lease, deadline, clock.GetUtcNow());
            source = new CancellationTokenSource();
            var rest = deadline - BeganAt;
            timer = clock.CreateTimer(
                _ =>
                {
                    IsLate = true;
                    _ = Cancel();
                },
                null,
                rest > TimeSpan.Zero ? rest : TimeSpan.Zero,
                Timeout.InfiniteTimeSpan);
        }

        public CorporationId Corporation { get; }

        public JobLease Lease { get; }

        public DateTimeOffset Deadline { get; }

        public DateTimeOffset BeganAt { get; }

        public bool IsLate { get; private set; }

        public bool IsBrokenOff { get; private set; }

        public CancellationToken Token => source.Token;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task BreakOff()
        {
            IsBrokenOff = true;
            return Cancel();
        }

        public Task Lose() => Cancel();

        public void Dispose()
        {
            timer.Dispose();
            source.Dispose();
        }

        private async Task Cancel()
        {
            try
            {
                await source.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // It ended in the same moment.
            }
        }
    }
}
