using Adilas.Access;
using Adilas.Corporations;
using Adilas.Paging;
using Adilas.Refusals;

namespace Adilas.Jobs.Bulk;

/// <summary>What people and programs do with bulk operations, for endpoints and pages alike.</summary>
internal sealed class BulkService(IGrainFactory grains, Boundary boundary, CallerAccessor callers)
{
    public Task<BulkOperation> Start(
        CorporationId corporation, BulkVerb verb, JobQuery filter, OperationKey? operation, CancellationToken cancellationToken)
    {
        boundary.Enter(corporation);
        return callers.As(operation, () => grains.BulkOperations(corporation).Start(verb, filter, cancellationToken));
    }

    public Task<Page<BulkOperation>> List(CorporationId corporation, string? cursor, int? limit, CancellationToken cancellationToken)
    {
        boundary.Enter(corporation);
        return grains.BulkOperations(corporation).List(cursor, limit, cancellationToken);
    }

    public async Task<BulkOperation> Get(CorporationId corporation, BulkOperationId id, CancellationToken cancellationToken)
    {
        boundary.Enter(corporation);
        return await grains.BulkOperation(corporation, id).Find(cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound, "bulk-unknown", "There is no such bulk operation.", "operation");
    }

    public Task<BulkOperation> Stop(CorporationId corporation, BulkOperationId id, OperationKey? operation, CancellationToken cancellationToken)
    {
        boundary.Enter(corporation);
        return callers.As(operation, () => grains.BulkOperation(corporation, id).Stop(cancellationToken));
    }
}
