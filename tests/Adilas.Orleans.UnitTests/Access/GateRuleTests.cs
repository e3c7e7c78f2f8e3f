using Adilas.Corporations;

namespace Adilas.Access;

public sealed class GateRuleTests
{
    private static readonly CorporationId Acme = CorporationId.Parse("acme");
    private static readonly CallerContext Member = new(CallerKind.Person, "u1", null, Acme, PermissionSet.Of(Permission.SettingsRead));
    private static readonly CallerContext Operator = new(CallerKind.Operator, "op", null, null, PermissionSet.All);
    private static readonly CallerContext System = new(CallerKind.System, "~provisioning", null, Acme);
    private static readonly MethodRule Read = new("Settings.Find", Subject.Owner, Caller.Member, Permission.SettingsRead, Modes.Any);
    private static readonly MethodRule Write = Read with { Permission = Permission.SettingsWrite };

    [Fact]
    public void A_member_reaches_only_their_own_corporation_with_what_they_hold()
    {
        Assert.Null(GateFilter.Objection(Read, Member, "acme"));
        Assert.Null(GateFilter.Objection(Read, Member, "acme/role/clerk"));
        Assert.Equal("permission-missing", GateFilter.Objection(Write, Member, "acme"));
        Assert.Equal("other-corporation", GateFilter.Objection(Read, Member, "acme-2"));
        Assert.Equal("other-corporation", GateFilter.Objection(Read, Member with { Corporation = null }, "acme"));
        Assert.Equal("other-subject", GateFilter.Objection(Read, Member, "~system"));
    }

    [Fact]
    public void A_person_reaches_their_own_things_and_nobody_elses()
    {
        Assert.Null(GateFilter.Objection(Write, Member, "~user/u1"));
        Assert.Equal("other-subject", GateFilter.Objection(Write, Member, "~user/u2"));
        Assert.Equal("other-subject", GateFilter.Objection(Write, Member, "~user/u1x"));
        Assert.Equal("other-subject", GateFilter.Objection(Write, Member with { Kind = CallerKind.Machine }, "~user/u1"));
        Assert.Null(GateFilter.Objection(Write, Member with { Actor = "support", OnBehalfOf = "u1" }, "~user/u1"));
        Assert.Equal("other-subject", GateFilter.Objection(Write, Member with { OnBehalfOf = "u2" }, "~user/u1"));
    }

    [Fact]
    public void A_system_actor_stays_within_the_corporation_that_it_acts_for()
    {
        var systemOnly = Read with { Caller = Caller.System };
        Assert.Null(GateFilter.Objection(systemOnly, System, "acme"));
        Assert.Null(GateFilter.Objection(systemOnly, System, "~stacks"));
        Assert.Equal("other-corporation", GateFilter.Objection(systemOnly, System, "apex"));
        Assert.Equal("other-corporation", GateFilter.Objection(systemOnly, System with { Corporation = null }, "acme"));
        Assert.Equal("system-only", GateFilter.Objection(systemOnly, Operator, "acme"));
    }

    [Fact]
    public void Operators_need_the_permission_too()
    {
        var rule = Read with { Caller = Caller.Operator };
        Assert.Null(GateFilter.Objection(rule, Operator, "acme"));
        Assert.Equal("permission-missing", GateFilter.Objection(rule, Operator with { Permissions = PermissionSet.None }, "acme"));
        Assert.Equal("operators-only", GateFilter.Objection(rule, Member with { Permissions = PermissionSet.All }, "acme"));
    }

    [Fact]
    public void A_key_of_the_wrong_kind_is_refused_to_everybody()
    {
        foreach (var caller in new[] { Member, Operator, System })
        {
            Assert.Equal("wrong-subject", GateFilter.Objection(Read with { Subject = Subject.Corporation }, caller, "~system"));
            Assert.Equal("wrong-subject", GateFilter.Objection(Read with { Subject = Subject.Platform }, caller, "acme"));
            Assert.Equal("wrong-subject", GateFilter.Objection(Read with { Subject = Subject.Self }, caller, "~stack/data0"));
        }
    }

    [Fact]
    public void Strangers_reach_only_what_is_public()
    {
        Assert.Null(GateFilter.Objection(Read with { Caller = Caller.Public }, CallerContext.Anonymous, "acme"));
        Assert.Equal("not-signed-in", GateFilter.Objection(Read with { Caller = Caller.SignedIn }, CallerContext.Anonymous, "acme"));
        Assert.Equal("not-signed-in", GateFilter.Objection(Read, CallerContext.Anonymous, "acme"));
    }

    [Fact]
    public void Whoever_acts_within_a_corporation_comes_in_only_where_it_is_readable_and_operators_whatever_the_rule_permits()
    {
        foreach (var member in new[] { Member, Member with { Kind = CallerKind.Machine } })
        {
            Assert.Equal(Modes.Readable, Read.ModesFor(member));
            Assert.Equal(Modes.Live, (Read with { Modes = Modes.Live }).ModesFor(member));
            Assert.Equal(Modes.Any, (Read with { Caller = Caller.Public }).ModesFor(member));
        }

        Assert.All(new[] { Operator, System }, caller => Assert.Equal(Modes.Any, Read.ModesFor(caller)));
    }

    [Fact]
    public void The_contract_is_sound() => Assert.Empty(ContractRules.Violations(typeof(ICorporationGrain).Assembly));

    [Fact]
    public void A_method_without_a_rule_is_refused_to_everybody()
    {
        var rule = MethodRule.Of(typeof(IUnruled).GetMethod(nameof(IUnruled.Do))!);
        Assert.True(rule.IsRefused);
        Assert.All(new[] { Member, Operator, System }, caller => Assert.Equal("no-rule", GateFilter.Objection(rule, caller, "acme")));
    }

    [Fact]
    public void Actions_are_named_after_the_business() => Assert.Equal(
        "Corporation.SetMode", MethodRule.Of(typeof(ICorporationGrain).GetMethod(nameof(ICorporationGrain.SetMode))!).Action);

    private interface IUnruled
    {
        Task Do();
    }
}
