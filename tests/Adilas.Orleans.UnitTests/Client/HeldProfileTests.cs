using Adilas.Corporations;
using Adilas.Memberships;
using Adilas.Settings;
using Adilas.Users;

namespace Adilas.Client;

public sealed class HeldProfileTests
{
    [Fact]
    public void Layers_rise_from_the_system_to_the_user_and_roles_stand_in_the_order_of_the_membership()
    {
        var (id, user) = (CorporationId.Parse("acme"), UserId.Parse("u1"));
        var corporation = PretendCluster.Of("acme") with { Theme = "green", Plan = "small" };
        var membership = new Membership(id, user, ["clerk", "buyer"], DateTimeOffset.UnixEpoch);

        Assert.Equal(
            ["system", "industry:retail", "theme:green", "plan:small", "stack:data0", "corporation:acme", "role:acme:clerk", "role:acme:buyer", "user:acme:u1"],
            HeldProfile.Scopes(corporation, user, membership));
        Assert.Equal(
            ["system", "industry:retail", "stack:data0", "corporation:acme", "user:acme:u1"],
            HeldProfile.Scopes(corporation with { Theme = null, Plan = null }, user, membership: null));
    }
}
