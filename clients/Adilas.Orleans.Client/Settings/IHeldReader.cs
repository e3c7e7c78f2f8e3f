using Adilas.Corporations;
using Adilas.Memberships;

namespace Adilas.Settings;

/// <summary>Reads one kind of grain of which copies are held.</summary>
internal interface IHeldReader
{
    /// <param name="atLeast">A version that is known to be stored; <c>null</c>: whichever the store has.</param>
    Task<(long Version, object? Value)> Read(string key, long? atLeast);
}

internal sealed class LayerReader(IGrainFactory grains) : IHeldReader
{
    public async Task<(long Version, object? Value)> Read(string key, long? atLeast)
    {
        var (version, layer) = await grains.SettingsProfile(ProfileScope.FromGrainKey(key)).Read(atLeast);
        return (version, layer is null ? null : new ParsedLayer(layer));
    }
}

internal sealed class CorporationReader(IGrainFactory grains) : IHeldReader
{
    public async Task<(long Version, object? Value)> Read(string key, long? atLeast)
    {
        var (version, corporation) = await grains.Corporation(CorporationId.Parse(key)).Read(atLeast);
        return (version, corporation);
    }
}

internal sealed class MembershipReader(IGrainFactory grains) : IHeldReader
{
    public async Task<(long Version, object? Value)> Read(string key, long? atLeast)
    {
        var (corporation, user) = MembershipGrainFactory.ParseKey(key);
        var (version, membership) = await grains.Membership(corporation, user).Read(atLeast);
        return (version, membership);
    }
}
