using Adilas.Access;
using Adilas.Refusals;

namespace Adilas.Operate;

/// <summary>One process of this installation and the release that runs there.</summary>
/// <param name="Role"><c>silo</c>, or <c>frontEnd</c> for web hosts and other front ends.</param>
/// <param name="Release">Absent when it cannot be known.</param>
/// <param name="SeenAt">When it was last heard, UTC.</param>
/// <param name="Differs">Whether most others run another release.</param>
internal sealed record Running(string Role, string Name, string Program, string? Release, DateTimeOffset SeenAt, bool Differs);

/// <summary>Which release runs where, for endpoints and pages alike.</summary>
internal sealed class ReleaseService(IGrainFactory grains, SiloService silos, Boundary boundary)
{
    /// <summary>Active silos first, then front ends that were heard within a minute.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Forbidden"/>; <see cref="Refusal.Unavailable"/>.</exception>
    public async Task<IReadOnlyList<Running>> List(CancellationToken cancellationToken)
    {
        boundary.EnterPlatform();
        var active = (await silos.List(cancellationToken)).Where(silo => silo.Status is SiloStatus.Active);
        var frontEnds = await grains.FrontEnds().List(cancellationToken);
        return Marked(
        [
            .. active.Select(it => new Running("silo", it.Name, "Adilas.Orleans.Silo", it.Version, it.SeenAt, Differs: false)),
            .. frontEnds.Select(it => new Running("frontEnd", it.Name, it.Program, it.Release, it.SeenAt, Differs: false)),
        ]);
    }

    /// <summary>Of several releases that equally many run, the last in the ordinal order counts as the one that should.</summary>
    internal static IReadOnlyList<Running> Marked(IReadOnlyList<Running> all)
    {
        var usual = all.GroupBy(it => it.Release ?? "", StringComparer.Ordinal)
            .OrderByDescending(release => release.Count()).ThenByDescending(release => release.Key, StringComparer.Ordinal)
            .FirstOrDefault()?.Key;
        return [.. all.Select(it => it with { Differs = (it.Release ?? "") != usual })];
    }
}
