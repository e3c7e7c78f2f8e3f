using Adilas.Access;
using Adilas.Corporations;
using Adilas.Refusals;
using Adilas.Users;

namespace Adilas.Settings;

/// <summary>
/// What people and programs ask of merged profiles. The replica reads as this host, not as the caller, so whether the caller may know is
/// checked here.
/// </summary>
internal sealed class ProfileService(SettingsReplica replica, Boundary boundary, ICallerAccessor callers)
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

    private void Enter(CorporationId corporation)
    {
        boundary.Enter(corporation);
        if (callers.Current?.Permissions.Has(Permission.SettingsRead) is not true)
            throw new RefusedException(Refusal.Forbidden, "forbidden", "The caller may not do this.");
    }
}
