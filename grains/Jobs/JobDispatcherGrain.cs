using System.Collections.Immutable;
using Adilas.Corporations;
using Adilas.Refusals;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adilas.Jobs;

/// <summary>
/// Hands out room of workers by weighted fair queueing over corporations. All it knows is hearsay: it reads what is due from the store at
/// first and every half minute, and is told of more in between. A queue leases what there really is, so that a wrong guess costs a message.
/// </summary>
[GrainType("job-dispatcher")]
internal sealed partial class JobDispatcherGrain(
    IJobStore store, ILocalSiloDetails silo, IOptions<JobsOptions> options, TimeProvider clock, ILogger<JobDispatcherGrain> logger) : Grain, IJobDispatcherGrain
{
    private const int PageSize = 1_000;
    private const int MaxWaiters = 1_000;
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ReadAhead = TimeSpan.FromSeconds(35);

    private readonly FairTurns turns = new();
    private readonly LinkedList<Waiter> waiters = new();
    private readonly GrantCounts counts = new(clock);
    private IGrainTimer? reading;
    private IGrainTimer? alarm;
    private DateTimeOffset alarmAt = DateTimeOffset.MaxValue;
    private bool isFailing;
    private DateTimeOffset wantedAt = clock.GetUtcNow();

    private string Lane => JobGrainFactory.ReadDispatcherKey(this.GetPrimaryKeyString());

    public async Task<ImmutableArray<JobGrant>> Take(int max, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (max is < 1 or > JobLane.MaxLease)
            throw new RefusedException(Refusal.Invalid, "max-out-of-range", $"1 to {JobLane.MaxLease} jobs are taken at once.", "max");
        Want();
        if (waiters.Count == 0 && turns.Grant(max, clock.GetUtcNow()) is { Length: > 0 } grants) return Counted(grants);
        if (waiters.Count >= MaxWaiters) throw new RefusedException(Refusal.TooMany, "workers-too-many", "Too many workers wait for jobs; try again.");

        var waiter = waiters.AddLast(new Waiter(max));
        var longest = wait < IJobDispatcherGrain.LongestWait ? wait : IJobDispatcherGrain.LongestWait;
        try
        {
            return await waiter.Value.Granted.Task.WaitAsync(longest > TimeSpan.Zero ? longest : TimeSpan.Zero, clock, cancellationToken);
        }
        catch (Exception ended) when (ended is TimeoutException or OperationCanceledException)
        {
            // Granted in the same moment: somebody else must have it, or nobody would for some seconds.
            if (!waiter.Value.Granted.Task.IsCompletedSuccessfully) waiters.Remove(waiter);
            else if (ended is TimeoutException) return await waiter.Value.Granted.Task;
            else Return(await waiter.Value.Granted.Task);
            return [];
        }
    }

    public Task GiveBack(ImmutableArray<JobGrant> grants, CancellationToken cancellationToken)
    {
        if (grants.IsDefault || grants.Length > JobLane.MaxLease || grants.Any(grant => grant.Count is < 1 or > JobLane.MaxLease))
            throw new RefusedException(Refusal.Invalid, "grants-out-of-range", $"1 to {JobLane.MaxLease} jobs are given back at once.", "grants");
        Return(grants);
        return Task.CompletedTask;
    }

    public Task Tell(CorporationId corporation, int due, DateTimeOffset? nextAt, int weight, CancellationToken cancellationToken)
    {
        KeepReading();
        turns.Tell(corporation, due, nextAt, weight);
        Serve();
        return Task.CompletedTask;
    }

    public Task Wake(CancellationToken cancellationToken)
    {
        Want();
        return Read(cancellationToken);
    }

    public Task<DispatcherOverview> Overview(CancellationToken cancellationToken)
    {
        Want();
        var (total, busiest) = counts.LastMinute();
        return Task.FromResult(new DispatcherOverview(
            Lane, silo.SiloAddress.ToString(), turns.Count, turns.Ready, turns.Due, waiters.Count, total, busiest));
    }

    private void Return(ImmutableArray<JobGrant> grants)
    {
        turns.GiveBack(grants);
        Serve();
    }

    private void Want()
    {
        wantedAt = clock.GetUtcNow();
        KeepReading();
    }

    private void KeepReading() => reading ??= this.RegisterGrainTimer(
        ReadOrRest,
        new GrainTimerCreationOptions(TimeSpan.Zero, options.Value.RestAfter < ReadEvery ? options.Value.RestAfter : ReadEvery)
        {
            KeepAlive = true,
            Interleave = true,
        });

    /// <summary>Anybody may name a kind: the dispatcher of one that has no jobs, and that nobody asks for, goes. It reads what it missed when it is called again.</summary>
    private Task ReadOrRest(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var hasJobs = turns.Ready > 0 || turns.NextAt <= now + ReadAhead;
        if (hasJobs || waiters.Count > 0 || now - wantedAt < options.Value.RestAfter) return Read(cancellationToken);
        reading?.Dispose();
        reading = null;
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    private async Task Read(CancellationToken cancellationToken)
    {
        try
        {
            DueCorporation? after = null;
            do
            {
                var now = clock.GetUtcNow();
                var page = await store.DueCorporations(Lane, now + ReadAhead, after, PageSize, cancellationToken);
                foreach (var found in page) turns.Hear(found.Corporation, found.DueAt, now);
                Serve();
                after = page.Count == PageSize ? page[^1] : null;
            }
            while (after is not null);
            if (isFailing) LogReadsAgain();
            isFailing = false;
        }
        catch (RefusedException unavailable)
        {
            if (!isFailing) LogCannotRead(unavailable.Code);
            isFailing = true;
        }
    }

    /// <summary>Gives what is due to those who wait, and sees that it is asked again when the next is.</summary>
    private void Serve()
    {
        var now = clock.GetUtcNow();
        turns.Advance(now);
        while (waiters.First is { } first && turns.Grant(first.Value.Max, now) is { Length: > 0 } grants)
        {
            waiters.RemoveFirst();
            first.Value.Granted.TrySetResult(Counted(grants));
        }

        if (turns.NextAt is not { } next || next >= alarmAt && alarm is not null) return;
        alarm?.Dispose();
        alarmAt = next;
        var wait = next - now;
        alarm = this.RegisterGrainTimer(
            Ring, new GrainTimerCreationOptions(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan) { Interleave = true });
    }

    private Task Ring(CancellationToken cancellationToken)
    {
        alarm?.Dispose();
        (alarm, alarmAt) = (null, DateTimeOffset.MaxValue);
        Serve();
        return Task.CompletedTask;
    }

    private ImmutableArray<JobGrant> Counted(ImmutableArray<JobGrant> grants)
    {
        counts.Add(grants);
        return grants;
    }

    [LoggerMessage(LogLevel.Warning, "What is due could not be read: {Code}; trying on")]
    private partial void LogCannotRead(string code);

    [LoggerMessage(LogLevel.Information, "What is due can be read again")]
    private partial void LogReadsAgain();

    private sealed record Waiter(int Max)
    {
        public TaskCompletionSource<ImmutableArray<JobGrant>> Granted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
