using Adilas.Refusals;
using Adilas.Stacks;
using Adilas.Users;

namespace Adilas.Corporations;

public sealed class CorporationStateTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly CorporationId Id = CorporationId.Parse("acme");
    private static readonly CorporationRegistration Particulars = new(
        "Acme", "retail", CorporationKind.Work, StackId.Parse("data0"), "small", UserId.Parse("u1"));

    private static readonly CorporationState Registered = new CorporationState().Register(Particulars, Now) with { Version = 3 };

    [Fact]
    public void Register_again_with_the_same_particulars_returns_the_same_state() =>
        Assert.Same(Registered, Registered.Register(Particulars, Now.AddDays(1)));

    [Fact]
    public void Register_refuses_other_particulars() =>
        Assert.Equal("corporation-exists", Refused(() => Registered.Register(Particulars with { Name = "Apex" }, Now)).Code);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("a\nb")]
    public void A_name_without_substance_is_refused_by_its_field(string name)
    {
        var refused = Refused(() => Registered.Change(new CorporationChange(Name: name), null));
        Assert.Equal((Refusal.Invalid, "corporation-name", "name"), (refused.Refusal, refused.Code, refused.Field));
    }

    [Fact]
    public void A_name_of_the_longest_length_passes_and_one_more_is_refused()
    {
        var longest = new string('x', CorporationState.MaxNameLength);
        Assert.Equal(longest, Registered.Change(new CorporationChange(Name: longest), null).Registration!.Name);
        Refused(() => Registered.Change(new CorporationChange(Name: longest + "x"), null));
    }

    [Fact]
    public void A_change_to_what_already_is_returns_the_same_state() =>
        Assert.Same(Registered, Registered.Change(new CorporationChange("Acme", "retail", CorporationKind.Work), 3));

    [Fact]
    public void Being_published_is_a_change_that_shows_and_that_can_be_taken_back()
    {
        var published = Registered.Change(new CorporationChange(IsPublished: true), null);

        Assert.True(published.ToCorporation(Id).IsPublished);
        Assert.Same(published, published.Change(new CorporationChange(IsPublished: true), null));
        Assert.Same(published, published.Change(new CorporationChange("Acme"), null));
        Assert.False(published.Change(new CorporationChange(IsPublished: false), null).IsPublished);
    }

    [Fact]
    public void A_change_on_an_older_version_is_stale() =>
        Assert.Equal(Refusal.Stale, Refused(() => Registered.Change(new CorporationChange(Name: "Apex"), 2)).Refusal);

    [Fact]
    public void Nothing_can_be_done_to_what_is_not_registered()
    {
        var none = new CorporationState();
        Assert.All(
            new Action[]
            {
                () => none.Change(new CorporationChange(Name: "x"), null), () => none.SetMode(CorporationMode.Frozen, "why", Now),
                () => none.Close(null, Now), () => none.Restore(Now),
            },
            act => Assert.Equal(Refusal.NotFound, Assert.Throws<RefusedException>(act).Refusal));
    }

    [Fact]
    public void A_mode_needs_a_reason_and_closing_has_its_own_way()
    {
        Assert.Equal("reason", Refused(() => Registered.SetMode(CorporationMode.Frozen, " ", Now)).Field);
        Assert.Equal("mode", Refused(() => Registered.SetMode(CorporationMode.Closed, "why", Now)).Field);
        Assert.Equal("mode", Refused(() => Registered.SetMode((CorporationMode)9, "why", Now)).Field);
    }

    [Fact]
    public void A_closed_corporation_returns_to_the_mode_it_had()
    {
        var closed = Registered.SetMode(CorporationMode.ReadOnly, "audit", Now).Close("gone", Now.AddHours(1));

        Assert.Equal((CorporationMode.Closed, Now.AddHours(1) + CorporationState.Grace), (closed.Mode, closed.PurgeAt));
        Assert.Same(closed, closed.Close("again", Now.AddHours(2)));
        Assert.Equal("corporation-closed", Refused(() => closed.SetMode(CorporationMode.Live, "why", Now)).Code);
        var restored = closed.Restore(Now.AddDays(29));
        Assert.Equal((CorporationMode.ReadOnly, "audit", null), (restored.Mode, restored.ModeReason, restored.PurgeAt));
        Assert.Same(restored, restored.Restore(Now.AddDays(30)));
    }

    [Fact]
    public void After_the_grace_nothing_comes_back() => Assert.Equal(
        "corporation-purged", Refused(() => Registered.Close(null, Now).Restore(Now + CorporationState.Grace)).Code);

    [Fact]
    public void The_view_carries_the_version_of_the_state() => Assert.Equal(3, Registered.ToCorporation(Id).Version);

    private static RefusedException Refused(Func<CorporationState> act) => Assert.Throws<RefusedException>(() => act());
}
