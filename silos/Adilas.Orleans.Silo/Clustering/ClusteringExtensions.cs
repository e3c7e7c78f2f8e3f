using System.Net;
using Adilas.Platform;
using Orleans.Configuration;

namespace Adilas.Clustering;

/// <summary>Membership and reminders, in the platform database.</summary>
internal static class ClusteringExtensions
{
    /// <summary>A cluster of silos that find one another in the platform database.</summary>
    public static ISiloBuilder JoinCluster(this ISiloBuilder silo, MemberOptions options, PlatformConnection database)
    {
        silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (options.ClusterId, options.ServiceId));
        silo.UseAdoNetClustering(clustering =>
            (clustering.Invariant, clustering.ConnectionString) = (database.Invariant, database.ConnectionString));

        // One that is none is told by the options' own check.
        if (IPAddress.TryParse(options.AdvertisedAddress, out var address))
            silo.ConfigureEndpoints(address, options.SiloPort, options.GatewayPort);
        else
            silo.ConfigureEndpoints(options.SiloPort, options.GatewayPort);

        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            // Silos that died long ago are of no use to anybody.
            membership.DefunctSiloExpiration = TimeSpan.FromHours(1);
            membership.DefunctSiloCleanupPeriod = TimeSpan.FromMinutes(10);
            if (!options.FastFailureDetection) return;
            membership.ProbeTimeout = TimeSpan.FromSeconds(1);
            membership.NumMissedProbesLimit = 2;
            membership.NumVotesForDeathDeclaration = 1;
            membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);
        });
        return silo.KeepReminders(database);
    }

    /// <summary>One silo, alone in its process.</summary>
    public static ISiloBuilder StandAlone(this ISiloBuilder silo, MemberOptions options, PlatformConnection database)
    {
        silo.UseLocalhostClustering(options.SiloPort, options.GatewayPort, serviceId: options.ServiceId, clusterId: options.ClusterId);
        return silo.KeepReminders(database);
    }

    private static ISiloBuilder KeepReminders(this ISiloBuilder silo, PlatformConnection database) =>
        silo.UseAdoNetReminderService(reminders =>
            (reminders.Invariant, reminders.ConnectionString) = (database.Invariant, database.ConnectionString));
}
