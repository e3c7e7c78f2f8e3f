using Adilas.Access;
using Adilas.Corporations;
using Adilas.Refusals;
using Adilas.Users;

namespace Adilas.Settings;

/// <summary>
/// What people and programs ask of merged profiles. The replica reads as this host, not as the caller, so whether the caller may know is
/// checked here.
/// </summary>
internal sealed class ProfileService(SettingsReplica replica, PastProfiles past, Boundary boundary, ICallerAccessor callers)
{
    /// <exception cref="RefusedException"><see cref="Refusal.Forbidden"/>, and as <see cref="SettingsReplica.Get"/>.</exception>
    public async Task<Profile> Get(CorporationId corporation, UserId? user, string? minVersion, CancellationToken cancellationToken)
    {
        Enter(corporation);
        return await replica.Get(corporation, user, minVersion, cancellationToken);
    }

    public IAsyncEnumerable<Profile> Watch(CorporationId corporation, UserId? user, CancellationToken cancellationToken)
    {
        Enter(corporation);
        return replica.Watch(corporation, user, cancellationToken);
    }

    public Task<ProfileMerge> AsOf(CorporationId corporation, UserId? user, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        Enter(corporation);
        return past.AsOf(corporation, user, moment, cancellationToken);
    }

    /// <summary>The effective values that a layer of one corporation would change; <c>null</c> for a layer that many have.</summary>
    /// <param name="layer">As it would be, under the version that is stored now.</param>
    public async Task<IReadOnlyList<ValueChange>?> Preview(ProfileScope scope, SettingsLayer layer, CancellationToken cancellationToken)
    {
        if (scope.Kind is not (LayerKind.Corporation or LayerKind.Role or LayerKind.User)) return null;
        var parts = scope.Text.Split(':');
        var corporation = CorporationId.Parse(parts[1]);
        var user = scope.Kind is LayerKind.User ? UserId.Parse(parts[2]) : (UserId?)null;

        // A role is in no corporation's own profile, so its version cannot be waited for there.
        var minVersion = layer.Version > 0 && scope.Kind is not LayerKind.Role ? layer.Token : null;
        return (await replica.Get(corporation, user, minVersion, cancellationToken)).Preview(layer, SettingsPreview.MaxChanges);
    }

    private void Enter(CorporationId corporation)
    {
        boundary.Enter(corporation);
        if (callers.Current?.Permissions.Has(Permission.SettingsRead) is not true)
            throw new RefusedException(Refusal.Forbidden, "forbidden", "The caller may not do this.");
    }
}
