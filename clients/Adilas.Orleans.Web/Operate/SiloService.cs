using Adilas.Access;
using Adilas.Refusals;

namespace Adilas.Operate;

/// <summary>One silo as operators see it.</summary>
/// <param name="Version">Of the program that runs there; <c>null</c> when it cannot be known.</param>
/// <param name="Activations">How many grains are active there; <c>null</c> for a silo that does not answer.</param>
/// <param name="StartedAt">UTC.</param>
/// <param name="SeenAt">When it last said that it lives, UTC.</param>
internal sealed record Silo(
    string Name, string Address, SiloStatus Status, string? Version, int? Activations, long? Clients, double? CpuPercent, long? MemoryBytes,
    DateTimeOffset StartedAt, DateTimeOffset SeenAt);

/// <summary>The silos of the cluster, from Orleans' own management grain, which answers operators alone.</summary>
internal sealed class SiloService(IGrainFactory grains, IClusterManifestProvider manifest, Boundary boundary)
{
    /// <exception cref="RefusedException"><see cref="Refusal.Forbidden"/>; <see cref="Refusal.Unavailable"/>: the cluster does not say.</exception>
    public async Task<IReadOnlyList<Silo>> List(CancellationToken cancellationToken)
    {
        boundary.EnterPlatform();
        var management = grains.GetGrain<IManagementGrain>(0);
        var members = await management.GetDetailedHosts(onlyActive: false, cancellationToken);
        var active = members.Where(member => member.Status is SiloStatus.Active).Select(member => member.SiloAddress).ToArray();
        var statistics = active.Length == 0 ? [] : await management.GetRuntimeStatistics(active, cancellationToken);
        var byAddress = active.Zip(statistics).ToDictionary(pair => pair.First, pair => pair.Second);
        return
        [
            .. members.OrderBy(member => member.Status is SiloStatus.Active ? 0 : 1).ThenBy(member => member.SiloName, StringComparer.Ordinal)
                .ThenByDescending(member => member.StartTime)
                .Select(member => Of(member, byAddress.GetValueOrDefault(member.SiloAddress))),
        ];
    }

    private Silo Of(MembershipEntry member, SiloRuntimeStatistics? statistics) => new(
        member.SiloName,
        member.SiloAddress.ToString(),
        member.Status,
        VersionOf(member.SiloAddress),
        statistics?.ActivationCount,
        statistics?.ClientCount,
        statistics?.EnvironmentStatistics.FilteredCpuUsagePercentage,
        statistics?.EnvironmentStatistics.FilteredMemoryUsageBytes,
        Utc(member.StartTime),
        Utc(member.IAmAliveTime));

    /// <summary>Silos write their version beside the grains that they offer; see <see cref="SiloVersion"/>.</summary>
    private string? VersionOf(SiloAddress silo) =>
        manifest.Current.Silos.TryGetValue(silo, out var offered) ? SiloVersion.Of(offered) : null;

    private static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));
}
