using Adilas.Access;
using Adilas.Refusals;
using Orleans.Concurrency;

namespace Adilas.Jobs.Bulk;

/// <summary>
/// One bulk operation. Key: <c>{corporation}/bulk/{id}</c>. Reach it with <c>grains.BulkOperation(corporation, id)</c>.
/// </summary>
[GrainInterfaceType("adilas.IBulkOperationGrain"), Alias("adilas.IBulkOperationGrain"), Subject(Subject.Corporation)]
public interface IBulkOperationGrain : IGrainWithStringKey
{
    /// <summary>Begins it.</summary>
    /// <param name="expected">How many jobs match.</param>
    [Alias("Start"), Allow(Caller.Member, Permission.WorkWrite, Through = BulkGrainFactory.ListType)]
    Task<BulkOperation> Start(BulkVerb verb, JobQuery filter, int expected, CancellationToken cancellationToken = default);

    /// <summary>How far it is, or <c>null</c> when there is none.</summary>
    [Alias("Find"), Allow(Caller.Member, Permission.WorkRead, In = Modes.Any), Repeatable]
    Task<BulkOperation?> Find(CancellationToken cancellationToken = default);

    /// <summary>Ends it before it is through. To stop one that has ended changes nothing.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>.</exception>
    [Alias("Stop"), Allow(Caller.Member, Permission.WorkWrite, In = Modes.Any)]
    Task<BulkOperation> Stop(CancellationToken cancellationToken = default);

    /// <summary>Goes on with it. Carries no answer and may be lost.</summary>
    [Alias("Wake"), Allow(Caller.System, In = Modes.Any), Repeatable, OneWay]
    Task Wake(CancellationToken cancellationToken = default);
}
