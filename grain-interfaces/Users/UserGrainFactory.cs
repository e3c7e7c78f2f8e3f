using Adilas.Access;

namespace Adilas.Users;

/// <summary>The only place that turns a <see cref="UserId"/> into a grain key.</summary>
public static class UserGrainFactory
{
    public static IUserGrain User(this IGrainFactory grains, UserId id) =>
        grains.GetGrain<IUserGrain>(OwnerKey.UserPrefix + id.Value);
}
