using System.Collections.Frozen;

namespace Adilas.Access;

/// <summary>From whom the silo takes a call of one of Orleans' own interfaces.</summary>
internal enum FrameworkTraffic
{
    /// <summary>Anybody: a client needs it before it can hold a seal, or to cancel its own call.</summary>
    Anyone,

    /// <summary>Silos among themselves; never an outside client.</summary>
    Silos,

    /// <summary>Silos among themselves, and an outside client that acts for a platform operator.</summary>
    Operators,
}

/// <summary>
/// Orleans' own interfaces whose calls pass the gate, each with the traffic that is let through. What is not listed is refused, so that an
/// upgrade of Orleans cannot open a door unseen; a test compares this list with the assemblies. A method that an interface inherits counts
/// for the interface that declares it.
/// </summary>
internal static class FrameworkTable
{
    public static FrozenDictionary<string, FrameworkTraffic> Interfaces { get; } = new Dictionary<string, FrameworkTraffic>
    {
        ["Orleans.Runtime.IClusterManifestSystemTarget"] = FrameworkTraffic.Anyone,
        ["Orleans.Runtime.ICancellationSourcesExtension"] = FrameworkTraffic.Anyone,
        ["Orleans.Runtime.IGrainCallCancellationExtension"] = FrameworkTraffic.Anyone,
        ["Orleans.ClientObservers.IClientGatewayObserver"] = FrameworkTraffic.Anyone,

        ["Orleans.Runtime.IManagementGrain"] = FrameworkTraffic.Operators,
        ["Orleans.Dashboard.Core.IDashboardGrain"] = FrameworkTraffic.Operators,
        ["Orleans.Dashboard.Core.IDashboardRemindersGrain"] = FrameworkTraffic.Operators,
        ["Orleans.Dashboard.Core.ISiloGrainProxy"] = FrameworkTraffic.Operators,
        ["Orleans.Dashboard.Core.ISiloGrainService"] = FrameworkTraffic.Operators,

        ["Orleans.Core.Internal.IGrainManagementExtension"] = FrameworkTraffic.Silos,
        ["Orleans.GrainDirectory.IDhtGrainDirectory"] = FrameworkTraffic.Silos,
        ["Orleans.IMembershipTable"] = FrameworkTraffic.Silos,
        ["Orleans.IMembershipTableSystemTarget"] = FrameworkTraffic.Silos,
        ["Orleans.IReminderService"] = FrameworkTraffic.Silos,
        ["Orleans.IReminderTableGrain"] = FrameworkTraffic.Silos,
        ["Orleans.IRemindable"] = FrameworkTraffic.Silos,
        ["Orleans.ISiloControl"] = FrameworkTraffic.Silos,
        ["Orleans.IVersionManager"] = FrameworkTraffic.Silos,
        ["Orleans.Placement.Rebalancing.IActivationRebalancer"] = FrameworkTraffic.Silos,
        ["Orleans.Placement.Rebalancing.IActivationRebalancerMonitor"] = FrameworkTraffic.Silos,
        ["Orleans.Placement.Rebalancing.IActivationRebalancerWorker"] = FrameworkTraffic.Silos,
        ["Orleans.Placement.Repartitioning.IActivationRepartitionerSystemTarget"] = FrameworkTraffic.Silos,
        ["Orleans.Runtime.GrainDirectory.IGrainDirectoryClient"] = FrameworkTraffic.Silos,
        ["Orleans.Runtime.GrainDirectory.IGrainDirectoryPartition"] = FrameworkTraffic.Silos,
        ["Orleans.Runtime.GrainDirectory.IRemoteClientDirectory"] = FrameworkTraffic.Silos,
        ["Orleans.Runtime.IActivationMigrationManagerSystemTarget"] = FrameworkTraffic.Silos,
        ["Orleans.Runtime.ICatalog"] = FrameworkTraffic.Silos,
        ["Orleans.Runtime.IDeploymentLoadPublisher"] = FrameworkTraffic.Silos,
        ["Orleans.Runtime.IGrainCallCancellationManagerSystemTarget"] = FrameworkTraffic.Silos,
        ["Orleans.Runtime.IGrainTimerInvoker"] = FrameworkTraffic.Silos,
        ["Orleans.Runtime.IMembershipService"] = FrameworkTraffic.Silos,
        ["Orleans.Runtime.IRemoteGrainDirectory"] = FrameworkTraffic.Silos,
        ["Orleans.Runtime.ISiloManifestSystemTarget"] = FrameworkTraffic.Silos,
        ["Orleans.Runtime.MembershipService.SiloMetadata.ISiloMetadataSystemTarget"] = FrameworkTraffic.Silos,
        ["Orleans.Runtime.Versions.IVersionStoreGrain"] = FrameworkTraffic.Silos,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>
    /// Refused on purpose: test hooks, in-memory stores, and what the contract bans (<c>IAsyncEnumerable</c>) or does not use (streams).
    /// </summary>
    public static FrozenSet<string> Refused { get; } = new[]
    {
        "Orleans.LeaseProviders.ILeaseProvider",
        "Orleans.Providers.IMemoryStreamQueueGrain",
        "Orleans.Runtime.Development.IDevelopmentLeaseProviderGrain",
        "Orleans.Runtime.GrainDirectory.IGrainDirectoryTestHooks",
        "Orleans.Runtime.IAsyncEnumerableGrainExtension",
        "Orleans.Runtime.TestHooks.ITestHooks",
        "Orleans.Runtime.TestHooks.ITestHooksSystemTarget",
        "Orleans.Storage.IMemoryStorageGrain",
        "Orleans.Streams.IConfiguredStreamCheckpointerGrain",
        "Orleans.Streams.IPersistentStreamPullingAgent",
        "Orleans.Streams.IPersistentStreamPullingManager",
        "Orleans.Streams.IPubSubRendezvousGrain",
        "Orleans.Streams.IStreamCheckpointerGrain",
        "Orleans.Streams.IStreamConsumerExtension",
        "Orleans.Streams.IStreamProducerExtension",
    }.ToFrozenSet(StringComparer.Ordinal);
}
