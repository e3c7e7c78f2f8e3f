using Adilas.Access;
using Adilas.Corporations;
using Adilas.Refusals;
using Orleans.Concurrency;

namespace Adilas.Provisioning;

/// <summary>
/// Makes one corporation, step by step after a recipe, and survives a crash at any point: it ends ready, failed with a reason, or
/// absent without a trace. Key: <see cref="CorporationId"/>. Reach it with <c>grains.Provisioning(id)</c>.
/// </summary>
[GrainInterfaceType("adilas.IProvisioningGrain"), Alias("adilas.IProvisioningGrain"), Subject(Subject.Corporation)]
public interface IProvisioningGrain : IGrainWithStringKey
{
    /// <summary>Begins. The same order again is answered with what became of it.</summary>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.Invalid"/>: a rule is broken, the field is named. <see cref="Refusal.Conflict"/>: the id was ordered with other particulars.
    /// </exception>
    [Alias("Start"), Allow(Caller.Operator, Permission.CorporationsWrite, In = Modes.Any), Repeatable]
    Task<ProvisioningReceipt> Start(CorporationOrder order, CancellationToken cancellationToken = default);

    /// <summary>What <see cref="Start"/> would answer, without changing anything.</summary>
    [Alias("Check"), Allow(Caller.Operator, Permission.CorporationsWrite, In = Modes.Any), Repeatable, ReadOnly]
    Task<ProvisioningReceipt> Check(CorporationOrder order, CancellationToken cancellationToken = default);

    /// <summary>How far it has come, or <c>null</c> when the corporation was never ordered.</summary>
    [Alias("Find"), Allow(Caller.Member, Permission.CorporationsRead, In = Modes.Any), Repeatable, AlwaysInterleave]
    Task<ProvisioningStatus?> Find(CancellationToken cancellationToken = default);

    /// <summary>Tries the failed step again, in the direction in which it failed. On one that has not failed it changes nothing.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>.</exception>
    [Alias("Retry"), Allow(Caller.Operator, Permission.CorporationsWrite, In = Modes.Any), Repeatable]
    Task<ProvisioningStatus> Retry(CancellationToken cancellationToken = default);

    /// <summary>Undoes every step, until nothing is left. Not for a corporation that is ready: that one is closed instead.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>; <see cref="Refusal.Conflict"/>: ready.</exception>
    [Alias("Rollback"), Allow(Caller.Operator, Permission.CorporationsWrite, In = Modes.Any), Repeatable]
    Task<ProvisioningStatus> Rollback(CancellationToken cancellationToken = default);

    /// <summary>Goes on with whatever is unfinished. Carries no answer and may be lost.</summary>
    [Alias("Wake"), Allow(Caller.System, In = Modes.Any), Repeatable, OneWay]
    Task Wake(CancellationToken cancellationToken = default);
}

/// <summary>The only place that writes the keys of provisioning grains.</summary>
public static class ProvisioningGrainFactory
{
    public static IProvisioningGrain Provisioning(this IGrainFactory grains, CorporationId id) =>
        grains.GetGrain<IProvisioningGrain>(id.Value);

    public static IProvisioningDispatcherGrain ProvisioningDispatcher(this IGrainFactory grains) =>
        grains.GetGrain<IProvisioningDispatcherGrain>("~dispatcher/provisioning");
}
