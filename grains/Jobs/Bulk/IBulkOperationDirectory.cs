using Adilas.Corporations;
using Adilas.Refusals;

namespace Adilas.Jobs.Bulk;

/// <summary>Lists bulk operations, from the rows that are stored with each.</summary>
public interface IBulkOperationDirectory
{
    /// <summary>Those of a corporation, newest first, from before <paramref name="before"/> on.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Unavailable"/>.</exception>
    Task<IReadOnlyList<BulkOperation>> List(CorporationId corporation, BulkOperationId? before, int limit, CancellationToken cancellationToken);

    /// <summary>How many of a corporation have not ended.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Unavailable"/>.</exception>
    Task<int> CountRunning(CorporationId corporation, CancellationToken cancellationToken);
}
