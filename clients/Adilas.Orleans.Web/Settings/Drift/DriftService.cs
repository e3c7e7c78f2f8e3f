using Adilas.Access;
using Adilas.Corporations;
using Adilas.Paging;
using Adilas.Refusals;

namespace Adilas.Settings;

/// <summary>What differs between two corporations' settings, or two layers of one kind, for endpoints and pages alike.</summary>
internal sealed class DriftService(SettingsService settings, ProfileService profiles, Boundary boundary)
{
    /// <param name="query">Part of a path or of a value; <c>null</c> for all.</param>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.Invalid"/>: of two kinds, or of one that is not compared. <see cref="Refusal.NotFound"/>: no such corporation.
    /// <see cref="Refusal.Unavailable"/>: the cluster was not reached for too long to be sure.
    /// </exception>
    public async Task<Page<DriftView>> Find(
        ProfileScope left, ProfileScope right, string? query, string? cursor, int? limit, CancellationToken cancellationToken)
    {
        boundary.EnterPlatform();
        var count = PageLimit.Check(limit);
        if (left.Kind != right.Kind)
            throw new RefusedException(Refusal.Invalid, "drift-kinds", "Two of one kind are compared: two corporations, or two stacks.", "right");
        var (one, other) = (await Source(left, cancellationToken), await Source(right, cancellationToken));
        var paths = Differing(one, other, query).Where(path => string.CompareOrdinal(path, cursor) > 0).Take(count + 1).ToList();
        return new Page<DriftView>(
            [.. paths.Take(count).Select(path => new DriftView(path, one.Side(path), other.Side(path)))],
            paths.Count > count ? paths[count - 1] : null);
    }

    internal static IEnumerable<string> Differing(DriftSource left, DriftSource right, string? query) =>
        left.Paths.Union(right.Paths, StringComparer.Ordinal)
            .Where(path => !left.Agrees(right, path))
            .Where(path => query is null || new[] { path, left.Values.GetValueOrDefault(path), right.Values.GetValueOrDefault(path) }.Any(
                text => text?.Contains(query, StringComparison.OrdinalIgnoreCase) ?? false))
            .Order(StringComparer.Ordinal);

    private async Task<DriftSource> Source(ProfileScope scope, CancellationToken cancellationToken)
    {
        if (scope.Kind is LayerKind.Industry or LayerKind.Theme or LayerKind.Plan or LayerKind.Stack)
            return new LayerDriftSource(scope, await settings.Find(scope, cancellationToken));
        if (scope.Kind is not LayerKind.Corporation)
            throw new RefusedException(Refusal.Invalid, "drift-kind", "Compared are corporations, industries, themes, plans and stacks.", "left");

        var profile = await profiles.Get(CorporationId.Parse(scope.GrainKey), user: null, minVersion: null, cancellationToken);
        profile.CheckLease();
        return new ProfileDriftSource(profile);
    }
}
