using Adilas.Corporations;
using Adilas.Settings;
using Adilas.Users;

namespace Adilas.Client;

public sealed class HeldProfilesTests
{
    private static readonly CorporationId Acme = CorporationId.Parse("acme");
    private static readonly CorporationId Other = CorporationId.Parse("other");
    private static readonly UserId?[] Users = [null, .. Enumerable.Range(1, 10).Select(number => (UserId?)UserId.Parse($"u{number}"))];

    private readonly HeldProfiles profiles = new();

    [Fact]
    public void Each_of_many_users_of_a_corporation_is_found_until_it_is_removed()
    {
        var held = Users.Select(user => profiles.FindOrAdd(new HeldProfile(Acme, user, new()))).ToList();

        Assert.Equal(held, Users.Select(user => profiles.Find(Acme, user)));
        Assert.Equal(held.Count, profiles.Count);
        foreach (var one in held)
        {
            profiles.Remove(one);
            Assert.Null(profiles.Find(Acme, one.User));
            Assert.Equal(held[(held.IndexOf(one) + 1)..].ToHashSet(), profiles.All().ToHashSet());
        }
    }

    [Fact]
    public void The_same_user_of_another_corporation_is_another()
    {
        var held = profiles.FindOrAdd(new HeldProfile(Acme, Users[1], new()));

        Assert.Null(profiles.Find(Other, Users[1]));
        Assert.Same(held, profiles.FindOrAdd(new HeldProfile(Acme, Users[1], new())));
    }

    [Fact]
    public void What_is_no_longer_held_does_not_take_away_what_is_held_instead()
    {
        var gone = profiles.FindOrAdd(new HeldProfile(Acme, Users[1], new()));
        profiles.Remove(gone);
        var held = profiles.FindOrAdd(new HeldProfile(Acme, Users[1], new()));

        profiles.Remove(gone);

        Assert.Same(held, profiles.Find(Acme, Users[1]));
    }
}
