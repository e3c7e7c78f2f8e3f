using Adilas.Access;
using Adilas.Corporations;
using Adilas.Refusals;
using Adilas.Users;

namespace Adilas.Settings;

/// <summary>
/// What people and programs ask of merged profiles. The replica reads as this host, not as the caller, so whether the caller may know is
/// checked here.
/// </summary>
internal sealed class ProfileService(IGrainFactory grains, SettingsReplica replica, PastProfiles past, Boundary boundary, ICallerAccessor callers)
{
    /// <exception cref="RefusedException"><see cref="Refusal.Forbidden"/>, and as <see cref="SettingsReplica.Get"/>.</exception>
    public async Task<Profile> Get(CorporationId corporation, UserId? user, string? minVersion, CancellationToken cancellationToken)
    {
        Enter(corporation, user);
        return await replica.Get(corporation, user, minVersion, cancellationToken);
    }

    public IAsyncEnumerable<Profile> Watch(CorporationId corporation, UserId? user, CancellationToken cancellationToken)
    {
        Enter(corporation, user);
        return replica.Watch(corporation, user, cancellationToken);
    }

    public async Task<ProfileMerge> AsOf(CorporationId corporation, UserId? user, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        Enter(corporation, user);

        // Whoever acts within a corporation looks at its past only while they may look at what holds now, which its mode may forbid.
        if (boundary.Own is not null) await replica.Get(corporation, cancellationToken: cancellationToken);
        return await past.AsOf(corporation, user, moment, cancellationToken);
    }

    /// <summary>With each layer's version, author and reason of what it says at the path, and not of whatever was changed in it last.</summary>
    public async Task<ProfileExplanation> Traced(ProfileExplanation explanation, CancellationToken cancellationToken)
    {
        var layers = await Task.WhenAll(explanation.Layers.Select(async layer =>
            (boundary.Own is null || !IsShared(layer.Scope))
            && ProfileScope.TryParse(layer.Scope, out var scope)
            && await grains.SettingsProfile(scope).Origin(explanation.Path, layer.Version, cancellationToken) is { } origin
                ? layer with { Version = origin.Version, ChangedAt = origin.At, Actor = origin.Actor, Reason = origin.Reason }
                : layer));
        return Visible(explanation with { Layers = [.. layers] });
    }

    /// <summary>
    /// Why a value is what it is. Who changed a layer that many corporations have, and why, is the platform's business: within a corporation
    /// it is left out.
    /// </summary>
    private ProfileExplanation Visible(ProfileExplanation explanation) => boundary.Own is null
        ? explanation
        : explanation with { Layers = [.. explanation.Layers.Select(layer => IsShared(layer.Scope) ? layer with { Actor = "", Reason = null } : layer)] };

    /// <summary>
    /// All that a change of a layer changes: the values that will hold, or, in a layer that means something else to each of the many that have it, its
    /// own; and its locks and conditions, which change what holds for those above, or for some corporations.
    /// </summary>
    public async Task<IReadOnlyList<ValueChange>> Changes(ProfileScope scope, SettingsPreview preview, CancellationToken cancellationToken)
    {
        var values = await Preview(scope, preview.Layer, cancellationToken) ?? preview.Changes;
        return [.. values, .. LayerDifference.Aside(await grains.SettingsProfile(scope).Find(cancellationToken), preview.Layer)];
    }

    /// <summary>The effective values that a layer of one corporation would change; <c>null</c> for a layer that many have.</summary>
    /// <param name="layer">As it would be, under the version that is stored now.</param>
    private async Task<IReadOnlyList<ValueChange>?> Preview(ProfileScope scope, SettingsLayer layer, CancellationToken cancellationToken)
    {
        if (scope.Kind is not (LayerKind.Corporation or LayerKind.Role or LayerKind.User)) return null;
        var parts = scope.Text.Split(':');
        var corporation = CorporationId.Parse(parts[1]);
        var user = scope.Kind is LayerKind.User ? UserId.Parse(parts[2]) : (UserId?)null;
        Enter(corporation, user: null);

        // A role is in no corporation's own profile, so its version cannot be waited for there.
        var minVersion = layer.Version > 0 && scope.Kind is not LayerKind.Role ? layer.Token : null;
        return (await replica.Get(corporation, user, minVersion, cancellationToken)).Preview(layer, SettingsPreview.MaxChanges);
    }

    private static bool IsShared(string scope) => ProfileScope.TryParse(scope, out var parsed) && parsed.Kind < LayerKind.Corporation;

    /// <param name="user">Whoever asks for a user's profile learns of the user's role.</param>
    private void Enter(CorporationId corporation, UserId? user)
    {
        boundary.Enter(corporation);
        var held = callers.Current?.Permissions ?? PermissionSet.None;
        if (!held.Has(Permission.SettingsRead) || (user is not null && !held.Has(Permission.PeopleRead)))
            throw new RefusedException(Refusal.Forbidden, "forbidden", "The caller may not do this.");
    }
}
