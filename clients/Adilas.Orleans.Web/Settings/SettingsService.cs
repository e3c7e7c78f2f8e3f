using Adilas.Access;
using Adilas.Http;
using Adilas.Paging;
using Adilas.Refusals;

namespace Adilas.Settings;

/// <summary>What people and programs do with layers of settings, for endpoints and pages alike.</summary>
internal sealed class SettingsService(IGrainFactory grains, Boundary boundary, CallerAccessor callers)
{
    private const int MaxRaces = 5;

    public async Task<SettingsLayer?> Find(ProfileScope scope, CancellationToken cancellationToken) =>
        await Layer(scope).Find(cancellationToken);

    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>: nothing was ever set there.</exception>
    public async Task<SettingsLayer> Get(ProfileScope scope, CancellationToken cancellationToken) =>
        await Find(scope, cancellationToken) ?? throw new RefusedException(Refusal.NotFound, "settings-unset", "Nothing was ever set in this layer.");

    /// <summary>One version, or a refusal when there is none.</summary>
    public async Task<SettingsLayer> Version(ProfileScope scope, long version, CancellationToken cancellationToken) =>
        await Layer(scope).Version(version, cancellationToken)
        ?? throw new RefusedException(Refusal.NotFound, "version-unknown", $"There is no version {version}.", "version");

    public async Task<Page<SettingsVersion>> History(ProfileScope scope, string? cursor, int? limit, CancellationToken cancellationToken) =>
        await Layer(scope).History(cursor, limit, cancellationToken);

    /// <summary>The layers that the caller may see, within a corporation its own; see <see cref="ISettingsOverviewGrain.ListLayers"/>.</summary>
    public Task<Page<SettingsLayerSummary>> List(
        LayerKind? kind, string? beginning, string? cursor, int? limit, CancellationToken cancellationToken) =>
        grains.SettingsOverview(boundary.Own).ListLayers(kind, beginning, cursor, limit, cancellationToken);

    public Task<SettingsLayer> Edit(
        ProfileScope scope, SettingsEdit edit, Precondition precondition, OperationKey? operation, CancellationToken cancellationToken)
    {
        var layer = Layer(scope);
        return AtVersion(layer, precondition, version => callers.As(
            operation, () => layer.Edit(edit with { ExpectedVersion = version }, cancellationToken)), cancellationToken);
    }

    public Task<SettingsLayer> Restore(
        ProfileScope scope, long version, string? reason, Precondition precondition, OperationKey? operation, CancellationToken cancellationToken)
    {
        var layer = Layer(scope);
        return AtVersion(layer, precondition, expected => callers.As(
            operation, () => layer.Restore(version, expected, reason, cancellationToken)), cancellationToken);
    }

    /// <summary>The paths that <see cref="Edit"/> would change.</summary>
    public async Task<SettingsPreview> Preview(
        ProfileScope scope, SettingsEdit edit, Precondition precondition, CancellationToken cancellationToken)
    {
        var layer = Layer(scope);
        if (precondition.IsAny || precondition.Version is not null)
        {
            var current = (await layer.Find(cancellationToken))?.Version ?? 0;
            if (precondition.IsAny ? current == 0 : precondition.Version != current) throw Stale(current);
        }

        return await layer.Preview(edit with { ExpectedVersion = precondition.Version }, cancellationToken);
    }

    /// <summary>The paths that <see cref="Restore"/> would change.</summary>
    public async Task<SettingsPreview> PreviewRestore(
        ProfileScope scope, long version, Precondition precondition, CancellationToken cancellationToken)
    {
        var earlier = await Version(scope, version, cancellationToken);
        var edit = new SettingsEdit(SettingsEditKind.Replace, earlier.Document.Json, Locks: earlier.Locks, Conditions: earlier.Conditions);
        return await Preview(scope, edit, precondition, cancellationToken);
    }

    /// <summary>Why the layer changes nothing for anybody yet; <c>null</c> when it does, or when that cannot be told: it is advice.</summary>
    public async Task<string?> FindUnused(ProfileScope scope, CancellationToken cancellationToken)
    {
        try
        {
            return await Layer(scope).IsUsed(cancellationToken) ? null : UnusedLayer.Sentence(scope);
        }
        catch (RefusedException)
        {
            return null;
        }
    }

    private ISettingsProfileGrain Layer(ProfileScope scope)
    {
        boundary.Enter(scope);
        return grains.SettingsProfile(scope);
    }

    /// <summary>For <c>If-Match: *</c> the version that is there, whichever: read again when another writer comes between.</summary>
    private static async Task<SettingsLayer> AtVersion(
        ISettingsProfileGrain layer, Precondition precondition, Func<long?, Task<SettingsLayer>> write, CancellationToken cancellationToken)
    {
        if (!precondition.IsAny) return await write(precondition.Version);

        for (var race = 1; ; race++)
        {
            var current = await layer.Find(cancellationToken) ?? throw Stale(0);
            try
            {
                return await write(current.Version);
            }
            catch (RefusedException stale) when (stale.Refusal is Refusal.Stale && race < MaxRaces)
            {
                // Another writer came between.
            }
        }
    }

    private static RefusedException Stale(long current) => new(
        Refusal.Stale, "version-stale", current == 0 ? "Nothing was ever set in this layer." : $"The newest version is {current}.", Precondition.IfMatch);
}
