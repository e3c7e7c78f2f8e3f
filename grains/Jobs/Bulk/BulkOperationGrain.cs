using Adilas.Access;
using Adilas.Corporations;
using Adilas.Refusals;
using Adilas.Storage;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Adilas.Jobs.Bulk;

/// <summary>
/// Works through the jobs of one bulk operation, a part at a time. Each part has a name under which its answer is stored with the changes that
/// it made: after a crash the parts since the last stored progress are asked for again, and answered as the first time.
/// </summary>
[GrainType("bulk-operation")]
internal sealed partial class BulkOperationGrain(
    [PersistentState(StorageNames.BulkOperation, StorageNames.Journal)] IPersistentState<BulkOperationState> record,
    SystemActors actors,
    TimeProvider clock,
    ILogger<BulkOperationGrain> logger) : Grain, IBulkOperationGrain
{
    // Often enough that a crash repeats little, and seldom enough that histories stay readable.
    private static readonly TimeSpan StoreEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    // Between two parts others have their turn.
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(5);

    /// <summary>What was done since it was last stored. It may be lost: the answers to its parts are kept.</summary>
    private BulkOperationState? ahead;

    private IGrainTimer? timer;

    /// <summary>Grows while it is held up: a mode may last for months.</summary>
    private TimeSpan pause = ShortestPause;

    private (CorporationId Corporation, BulkOperationId Id) Key => BulkGrainFactory.ReadBulkKey(this.GetPrimaryKeyString());

    private BulkOperationState Newest => ahead ?? record.State;

    /// <summary>Whoever asks how far it is brings one back whose silo died.</summary>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Work(TimeSpan.Zero);
        return Task.CompletedTask;
    }

    public async Task<BulkOperation> Start(BulkVerb verb, JobQuery filter, int expected, CancellationToken cancellationToken)
    {
        var next = record.State.Start(verb, filter, expected, CallScope.Current!.Caller, clock.GetUtcNow());
        var started = await this.Commit(record, next, View, cancellationToken);
        Work(TimeSpan.Zero);
        return started;
    }

    public Task<BulkOperation?> Find(CancellationToken cancellationToken) => Task.FromResult(record.State.Exists ? View(Newest) : null);

    public async Task<BulkOperation> Stop(CancellationToken cancellationToken)
    {
        var stopped = await this.Commit(record, Newest.Stop(CallScope.Current!.Caller, clock.GetUtcNow()), View, cancellationToken);
        ahead = null;
        return stopped;
    }

    public Task Wake(CancellationToken cancellationToken)
    {
        Work(TimeSpan.Zero);
        return Task.CompletedTask;
    }

    private void Work(TimeSpan wait)
    {
        if (!record.State.IsRunning) return;
        if (timer is not null) return;
        timer = this.RegisterGrainTimer(Step, new GrainTimerCreationOptions(wait, Timeout.InfiniteTimeSpan) { KeepAlive = true });
    }

    private async Task Step(CancellationToken cancellationToken)
    {
        if (!record.State.IsRunning)
        {
            timer?.Dispose();
            timer = null;
            return;
        }

        using var actor = actors.Enter(SystemActors.Work, Key.Corporation, record.State.OrderedBy);

        // What has ended and could not be stored is stored, and not begun anew.
        var isHeldUp = Newest.IsRunning && !await TryPart(cancellationToken);
        if (Newest.SaysMoreThan(record.State) && (!Newest.IsRunning || clock.GetUtcNow() - record.State.StoredAt >= StoreEvery))
            isHeldUp |= !await TryStore(cancellationToken);
        var wait = isHeldUp ? pause : Breath;
        pause = !isHeldUp ? ShortestPause : pause * 2 < LongestPause ? pause * 2 : LongestPause;
        timer?.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private async Task<bool> TryPart(CancellationToken cancellationToken)
    {
        try
        {
            ahead = Newest.Take(await Ask(Newest, cancellationToken), clock.GetUtcNow());
            return true;
        }
        catch (RefusedException refused)
        {
            ahead = Newest.Meet(refused, clock.GetUtcNow());
            LogHeldUp(this.GetPrimaryKeyString(), refused.Code);
        }
        catch (Exception lost) when (lost is TimeoutException or OrleansException)
        {
            LogHeldUp(this.GetPrimaryKeyString(), lost.GetType().Name);
        }

        return false;
    }

    private async Task<bool> TryStore(CancellationToken cancellationToken)
    {
        try
        {
            await this.Commit(record, Newest with { StoredAt = clock.GetUtcNow() }, cancellationToken);
            ahead = null;
            return true;
        }
        catch (RefusedException unavailable)
        {
            LogHeldUp(this.GetPrimaryKeyString(), unavailable.Code);
            return false;
        }
        catch (InconsistentStateException)
        {
            // Another activation works on it; this one must forget what it knew.
            DeactivateOnIdle();
            throw;
        }
    }

    private async Task<BulkPart> Ask(BulkOperationState state, CancellationToken cancellationToken)
    {
        // What is asked follows from what was stored, so that the name alone says which request it is.
        var name = $"{Key.Id}/{state.Parts}";
        RequestContext.Set(OperationKey.Header, new OperationKey($"bulk/{Key.Corporation}/{name}", name).ToString());
        try
        {
            return await GrainFactory.JobQueue(Key.Corporation)
                .ChangePart(state.Verb, state.Filter! with { Cursor = state.Cursor }, state.OrderedBy, cancellationToken);
        }
        finally
        {
            RequestContext.Remove(OperationKey.Header);
        }
    }

    private BulkOperation View(BulkOperationState it) => new(
        Key.Id, it.Verb, it.Filter!, it.Phase, it.OrderedBy, it.OrderedAt, it.Expected, it.Done, it.Skipped, it.EndedAt, it.EndedBy)
    {
        Skips = [.. it.Skips],
        Problem = it.Problem,
    };

    [LoggerMessage(LogLevel.Information, "The bulk operation {Operation} is held up: {Reason}")]
    private partial void LogHeldUp(string operation, string reason);
}
