using Adilas.Access;
using Orleans.Concurrency;

namespace Adilas.Provisioning;

/// <summary>Finds unfinished provisionings and wakes them: after a silo starts, every half minute, and once a minute by a reminder.</summary>
[GrainInterfaceType("adilas.IProvisioningDispatcherGrain"), Alias("adilas.IProvisioningDispatcherGrain"), Subject(Subject.Platform)]
public interface IProvisioningDispatcherGrain : IGrainWithStringKey
{
    /// <summary>Looks now, and keeps looking from now on.</summary>
    [Alias("Wake"), Allow(Caller.System), Repeatable, OneWay]
    Task Wake(CancellationToken cancellationToken = default);
}
