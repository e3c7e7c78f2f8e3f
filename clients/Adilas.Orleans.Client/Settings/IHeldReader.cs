using Adilas.Corporations;
using Adilas.Memberships;

namespace Adilas.Settings;

/// <summary>Reads one kind of grain of which copies are held.</summary>
internal interface IHeldReader
{
    /// <param name="atLeast">A version that is known to exist.</param>
    Task<(long Version, object? Value)> Read(string key, long atLeast);
}

internal sealed class LayerReader(IGrainFactory grains) : IHeldReader
{
    public async Task<(long Version, object? Value)> Read(string key, long atLeast)
    {
        var (version, layer) = await grains.SettingsProfile(ProfileScope.FromGrainKey(key)).Read(atLeast);
        return (version, layer is null ? null : new ParsedLayer(layer));
    }
}

internal sealed class CorporationReader(IGrainFactory grains) : IHeldReader
{
    // One that went away has no version of its own: what was wanted is then reached.
    public async Task<(long Version, object? Value)> Read(string key, long atLeast) =>
        await grains.Corporation(CorporationId.Parse(key)).Find() is { } found ? (found.Version, found) : (atLeast, null);
}

internal sealed class MembershipReader(IGrainFactory grains) : IHeldReader
{
    public async Task<(long Version, object? Value)> Read(string key, long atLeast)
    {
        var (corporation, user) = MembershipGrainFactory.ParseKey(key);
        return await grains.Membership(corporation, user).Find() is { } found ? (found.Version, found) : (atLeast, null);
    }
}
