using Adilas.Corporations;
using Adilas.Users;

namespace Adilas.Memberships;

/// <summary>The only place that writes and reads a membership's key.</summary>
public static class MembershipGrainFactory
{
    public static IMembershipGrain Membership(this IGrainFactory grains, CorporationId corporation, UserId user) =>
        grains.GetGrain<IMembershipGrain>($"{corporation.Value}/{user.Value}");

    /// <exception cref="FormatException"><paramref name="key"/> is not a membership's.</exception>
    public static (CorporationId Corporation, UserId User) ParseKey(string key)
    {
        var separator = key.IndexOf('/', StringComparison.Ordinal);
        return separator < 0
            ? throw new FormatException($"'{key}' is not a membership key.")
            : (CorporationId.Parse(key[..separator]), UserId.Parse(key[(separator + 1)..]));
    }
}
