using System.Collections.Immutable;
using Adilas.Access;
using Adilas.Paging;
using Adilas.Provisioning;
using Adilas.Refusals;

namespace Adilas.Corporations;

/// <summary>What people and programs do with corporations, for endpoints and pages alike.</summary>
internal sealed class CorporationService(IGrainFactory grains, Boundary boundary, CallerAccessor callers)
{
    public Task<ProvisioningReceipt> Create(CorporationId id, CorporationOrder order, OperationKey? operation, CancellationToken cancellationToken) =>
        Write(id, operation, () => grains.Provisioning(id).Start(order, cancellationToken));

    /// <summary>What <see cref="Create"/> would answer.</summary>
    public Task<ProvisioningReceipt> Check(CorporationId id, CorporationOrder order, CancellationToken cancellationToken) =>
        Read(id, () => grains.Provisioning(id).Check(order, cancellationToken));

    /// <summary>All that match; for a caller within one corporation that one, if it does.</summary>
    public async Task<Page<CorporationSummary>> List(CorporationQuery query, CancellationToken cancellationToken)
    {
        if (boundary.Own is not { } own) return await grains.CorporationDirectory().Search(query, cancellationToken);

        PageLimit.Check(query.Limit);
        var found = query.Cursor is null ? await grains.Corporation(own).Find(cancellationToken) : null;
        return new Page<CorporationSummary>(found is not null && Matches(found, query) ? [Summary(found)] : [], Next: null);
    }

    /// <summary>Provisionings that are neither ready nor undone, across the platform.</summary>
    /// <param name="state"><c>null</c> for all of them.</param>
    public Task<Page<UnfinishedProvisioning>> Unfinished(ProvisioningPhase? state, string? cursor, int limit, CancellationToken cancellationToken) =>
        grains.CorporationDirectory().Unfinished(state, cursor, limit, cancellationToken);

    /// <summary>What corporations can be ordered by.</summary>
    public Task<ImmutableArray<RecipeSummary>> Recipes(CancellationToken cancellationToken) => grains.CorporationDirectory().Recipes(cancellationToken);

    public Task<Corporation?> Find(CorporationId id, CancellationToken cancellationToken) => Read(id, () => grains.Corporation(id).Find(cancellationToken));

    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>.</exception>
    public async Task<Corporation> Get(CorporationId id, CancellationToken cancellationToken) =>
        await Find(id, cancellationToken) ?? throw Unknown();

    public Task<Corporation> Change(
        CorporationId id, CorporationChange change, long? expectedVersion, OperationKey? operation, CancellationToken cancellationToken) =>
        Write(id, operation, () => grains.Corporation(id).Change(change, expectedVersion, cancellationToken));

    public Task<Corporation> SetMode(
        CorporationId id, CorporationMode mode, string reason, OperationKey? operation, CancellationToken cancellationToken) =>
        Write(id, operation, () => grains.Corporation(id).SetMode(mode, reason, cancellationToken));

    public Task<Corporation> Close(CorporationId id, string? reason, OperationKey? operation, CancellationToken cancellationToken) =>
        Write(id, operation, () => grains.Corporation(id).Close(reason, cancellationToken));

    public Task<Corporation> Restore(CorporationId id, OperationKey? operation, CancellationToken cancellationToken) =>
        Write(id, operation, () => grains.Corporation(id).Restore(cancellationToken));

    /// <summary><c>null</c> when it was never ordered.</summary>
    public Task<ProvisioningStatus?> FindProvisioning(CorporationId id, CancellationToken cancellationToken) =>
        Read(id, () => grains.Provisioning(id).Find(cancellationToken));

    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>: never ordered.</exception>
    public async Task<ProvisioningStatus> Provisioning(CorporationId id, CancellationToken cancellationToken) =>
        await FindProvisioning(id, cancellationToken) ?? throw Unknown();

    public Task<ProvisioningStatus> Retry(CorporationId id, OperationKey? operation, CancellationToken cancellationToken) =>
        Write(id, operation, () => grains.Provisioning(id).Retry(cancellationToken));

    public Task<ProvisioningStatus> Rollback(CorporationId id, OperationKey? operation, CancellationToken cancellationToken) =>
        Write(id, operation, () => grains.Provisioning(id).Rollback(cancellationToken));

    public Task<Page<HistoryItem>> History(CorporationId id, HistoryQuery query, CancellationToken cancellationToken) =>
        Read(id, () => grains.CorporationHistory(id).List(query, cancellationToken));

    private async Task<T> Read<T>(CorporationId id, Func<Task<T>> call)
    {
        boundary.Enter(id);
        return await call();
    }

    private async Task<T> Write<T>(CorporationId id, OperationKey? operation, Func<Task<T>> call)
    {
        boundary.Enter(id);
        return await callers.As(operation, call);
    }

    private static bool Matches(Corporation it, CorporationQuery query) =>
        (query.Stack is null || query.Stack == it.Stack) && (query.Mode is null || query.Mode == it.Mode)
        && (query.Industry is null || query.Industry == it.Industry)
        && SearchText.Finds(query.Text, it.Id.Value, it.Name);

    private static CorporationSummary Summary(Corporation it) => new(it.Id, it.Name, it.Industry, it.Kind, it.Stack, it.Mode, it.CreatedAt);

    private static RefusedException Unknown() => new(Refusal.NotFound, "corporation-unknown", "There is no such corporation.");
}
