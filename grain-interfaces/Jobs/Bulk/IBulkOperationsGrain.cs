using Adilas.Access;
using Adilas.Paging;
using Adilas.Refusals;

namespace Adilas.Jobs.Bulk;

/// <summary>
/// The bulk operations of one corporation. Key: <c>{corporation}/bulk-operations</c>. Reach it with <c>grains.BulkOperations(corporation)</c>.
/// </summary>
[GrainInterfaceType("adilas.IBulkOperationsGrain"), Alias("adilas.IBulkOperationsGrain"), Subject(Subject.Corporation)]
public interface IBulkOperationsGrain : IGrainWithStringKey
{
    /// <summary>Begins to change all jobs that match and are there now; goes on whatever becomes of the caller.</summary>
    /// <param name="filter">Without cursor and limit.</param>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.Invalid"/>: a malformed kind or queue. <see cref="Refusal.TooMany"/>: <see cref="BulkOperation.MaxRunning"/> run already.
    /// </exception>
    [Alias("Start"), Allow(Caller.Member, Permission.WorkWrite)]
    Task<BulkOperation> Start(BulkVerb verb, JobQuery filter, CancellationToken cancellationToken = default);

    /// <summary>Those of the corporation, newest first. How far one that runs is may be some seconds old.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: a malformed cursor or limit.</exception>
    [Alias("List"), Allow(Caller.Member, Permission.WorkRead, In = Modes.Any), Repeatable]
    Task<Page<BulkOperation>> List(string? cursor, int? limit, CancellationToken cancellationToken = default);
}
