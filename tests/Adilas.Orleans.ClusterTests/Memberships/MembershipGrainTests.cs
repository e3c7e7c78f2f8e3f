using Adilas.Corporations;
using Adilas.Refusals;
using Adilas.Users;

namespace Adilas.Memberships;

public sealed class MembershipGrainTests(ClusterFixture cluster)
{
    private readonly CorporationId corporation = ClusterFixture.NewCorporation();
    private readonly UserId user = UserId.Parse($"u{Guid.NewGuid():N}"[..30]);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Roles_are_kept_in_the_order_in_which_they_were_given()
    {
        var membership = await Establish();
        ClusterFixture.AsOperator();

        var changed = await membership.SetRoles(["clerk", "owner", "buyer"], expectedVersion: 1, Cancelled);
        var again = await membership.SetRoles(["clerk", "owner", "buyer"], expectedVersion: null, Cancelled);

        Assert.Equal(["clerk", "owner", "buyer"], changed.Roles);
        Assert.Equal(changed.Since, again.Since);
        var read = await membership.Read(atLeast: null, Cancelled);
        Assert.Equal((2L, "clerk"), (read.Version, read.Membership!.Roles[0]));
        var owner = await Assert.ThrowsAsync<RefusedException>(() => membership.SetRoles(["clerk"], expectedVersion: null, Cancelled));
        Assert.Equal("owner-fixed", owner.Code);
        var stale = await Assert.ThrowsAsync<RefusedException>(() => membership.SetRoles(["owner"], expectedVersion: 1, Cancelled));
        Assert.Equal(Refusal.Stale, stale.Refusal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("owner,owner")]
    [InlineData("Boss")]
    [InlineData("clerk,")]
    [InlineData("a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u")]
    public async Task Wrong_roles_are_refused_and_change_nothing(string roles)
    {
        var membership = await Establish();
        ClusterFixture.AsOperator();

        var refused = await Assert.ThrowsAsync<RefusedException>(() => membership.SetRoles([.. roles.Length == 0 ? [] : roles.Split(',')], expectedVersion: null, Cancelled));

        Assert.Equal((Refusal.Invalid, "roles"), (refused.Refusal, refused.Field));
        Assert.Equal(["owner"], (await membership.Find(Cancelled))!.Roles);
    }

    [Fact]
    public async Task Whoever_is_no_member_has_no_roles()
    {
        var membership = await Establish();
        ClusterFixture.AsSystem(corporation);
        await membership.End(Cancelled);

        ClusterFixture.AsOperator();
        var refused = await Assert.ThrowsAsync<RefusedException>(() => membership.SetRoles(["clerk"], expectedVersion: null, Cancelled));

        Assert.Equal(Refusal.NotFound, refused.Refusal);
    }

    private async Task<IMembershipGrain> Establish()
    {
        await cluster.Register(corporation);
        ClusterFixture.AsSystem(corporation);
        var membership = cluster.Grains.Membership(corporation, user);
        await membership.EstablishOwner(Cancelled);
        return membership;
    }
}
