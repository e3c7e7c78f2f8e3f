using Adilas.Access;
using Adilas.Corporations;
using Adilas.Paging;
using Adilas.Refusals;

namespace Adilas.Jobs.Bulk;

/// <summary>Begins bulk operations of one corporation one after another, so that there are never more than permitted, and lists them.</summary>
[GrainType(BulkGrainFactory.ListType)]
internal sealed class BulkOperationsGrain(IBulkOperationDirectory directory, SystemActors actors, TimeProvider clock) : Grain, IBulkOperationsGrain
{
    private static readonly JobState[] Cancellable = [JobState.AwaitingApproval, JobState.Waiting, JobState.Due, JobState.Running, JobState.Failed];
    private static readonly JobState[] Retryable = [JobState.Dead, JobState.Cancelled];

    private CorporationId Corporation => BulkGrainFactory.ReadListKey(this.GetPrimaryKeyString());

    public async Task<BulkOperation> Start(BulkVerb verb, JobQuery filter, CancellationToken cancellationToken)
    {
        if (filter.Kind is { } kind) JobOrders.CheckName(kind, "kind");
        if (filter.Queue is { } queue) JobOrders.CheckAnyQueue(queue);
        if (await directory.CountRunning(Corporation, cancellationToken) >= BulkOperation.MaxRunning)
            throw new RefusedException(Refusal.TooMany, "bulk-too-many", $"At most {BulkOperation.MaxRunning} bulk operations of a corporation run at once.");
        var expected = await Count(verb, filter with { Cursor = null, Limit = null }, cancellationToken);

        // The answer is stored with the operation, under the operation id for which the caller will ask again.
        if (CallScope.Current?.Operation is { } operation) RequestContext.Set(OperationKey.Header, operation.ToString());
        return await GrainFactory.BulkOperation(Corporation, BulkOperationId.Make(clock.GetUtcNow())).Start(verb, filter, expected, cancellationToken);
    }

    public async Task<Page<BulkOperation>> List(string? cursor, int? limit, CancellationToken cancellationToken)
    {
        var count = PageLimit.Check(limit);
        var before = cursor is null ? (BulkOperationId?)null
            : BulkOperationId.TryParse(cursor, out var id) ? id
            : throw new RefusedException(Refusal.Invalid, "cursor-malformed", "The cursor is not one that this list gave.", "cursor");
        var found = await directory.List(Corporation, before, count + 1, cancellationToken);
        return new Page<BulkOperation>([.. found.Take(count)], found.Count > count ? found[count - 1].Id.Value : null);
    }

    /// <summary>Whoever may change jobs may know how many they are.</summary>
    private async Task<int> Count(BulkVerb verb, JobQuery filter, CancellationToken cancellationToken)
    {
        using var actor = actors.Enter(SystemActors.Work, Corporation);
        var meant = verb is BulkVerb.Cancel ? Cancellable : Retryable;
        var count = 0;
        foreach (var state in meant.Where(state => filter.State is null || filter.State == state))
            count += (await GrainFactory.JobQueue(Corporation).Measure(filter with { State = state }, cancellationToken)).Count;
        return Math.Min(count, JobQueue.MaxCount);
    }
}
