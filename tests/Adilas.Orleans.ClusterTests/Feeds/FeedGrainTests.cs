using Adilas.Corporations;
using Adilas.Memberships;
using Adilas.Refusals;
using Adilas.Settings;
using Adilas.Users;

namespace Adilas.Feeds;

public sealed class FeedGrainTests(ClusterFixture cluster) : IAsyncLifetime
{
    private readonly ProfileScope scope = ProfileScope.Of(ClusterFixture.NewCorporation());

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private FeedName Name => FeedName.OfSettings(scope.GrainKey);

    public async ValueTask InitializeAsync() => await cluster.Register(CorporationId.Parse(scope.GrainKey));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_follower_learns_of_a_change_as_soon_as_it_is_stored()
    {
        ClusterFixture.AsOperator();
        var began = await cluster.Grains.Feed(Name).Follow(null, Cancelled);
        Assert.True(began.IsReset);

        var stored = await Set("1");

        Assert.Contains(new GrainVersion(scope.GrainKey, stored.Version), await Next(Name, began.Mark, scope.GrainKey));
    }

    [Fact]
    public async Task What_a_grain_did_not_tell_is_found_in_the_store()
    {
        var corporation = ClusterFixture.NewCorporation();
        var user = UserId.Parse($"u{Guid.NewGuid():N}"[..30]);
        ClusterFixture.AsOperator();
        var began = await cluster.Grains.Feed(FeedName.Memberships).Follow(null, Cancelled);

        ClusterFixture.AsSystem(corporation);
        await cluster.Grains.Membership(corporation, user).EstablishOwner(Cancelled);

        ClusterFixture.AsOperator();
        var key = $"{corporation.Value}/{user.Value}";
        Assert.Contains(new GrainVersion(key, 1), await Next(FeedName.Memberships, began.Mark, key));
    }

    [Fact]
    public async Task Comparing_names_what_is_newer_and_what_is_not_there()
    {
        ClusterFixture.AsOperator();
        var first = await Set("1");
        var second = await Set("2");
        var feed = cluster.Grains.Feed(Name);
        GrainVersion Held(long version) => new(scope.GrainKey, version);

        Assert.Equal([Held(second.Version)], await feed.Compare([Held(first.Version)], Cancelled));
        Assert.Empty(await feed.Compare([Held(second.Version)], Cancelled));
        Assert.Equal([new("nobody", 0)], await feed.Compare([new("nobody", 4), Held(second.Version)], Cancelled));
    }

    [Fact]
    public async Task A_layer_that_is_taken_away_is_a_change_like_any_other()
    {
        ClusterFixture.AsOperator();
        var first = await Set("1");
        ClusterFixture.AsSystem(CorporationId.Parse(scope.GrainKey));
        await cluster.Grains.SettingsProfile(scope).Remove(Cancelled);
        ClusterFixture.AsOperator();

        Assert.Null(await cluster.Grains.SettingsProfile(scope).Find(Cancelled));
        Assert.Equal(
            [new(scope.GrainKey, first.Version + 1)],
            await cluster.Grains.Feed(Name).Compare([new(scope.GrainKey, first.Version)], Cancelled));
    }

    [Fact]
    public async Task Another_life_of_the_feed_makes_its_followers_compare()
    {
        ClusterFixture.AsOperator();
        var news = await cluster.Grains.Feed(Name).Follow(new FeedMark("another/0", 5), Cancelled);

        Assert.True(news.IsReset);
        Assert.True(news.Age < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Too_many_are_not_compared_and_no_other_feed_exists()
    {
        ClusterFixture.AsOperator();
        var many = Enumerable.Range(0, IFeedGrain.MaxCompared + 1).Select(i => new GrainVersion($"k{i}", 1));
        var refused = await Assert.ThrowsAsync<RefusedException>(() => cluster.Grains.Feed(Name).Compare([.. many], Cancelled));
        Assert.Equal("compare-too-many", refused.Code);

        await Assert.ThrowsAnyAsync<Exception>(() => cluster.Grains.GetGrain<IFeedGrain>("~feed/other").Follow(null, Cancelled));
    }

    private Task<SettingsLayer> Set(string json) =>
        cluster.Grains.SettingsProfile(scope).Edit(new SettingsEdit(SettingsEditKind.Value, json, "custom.a"), Cancelled);

    /// <summary>Follows until the grain is named; others write to the same feed.</summary>
    private async Task<IReadOnlyList<GrainVersion>> Next(FeedName name, FeedMark mark, string key)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        deadline.CancelAfter(TimeSpan.FromSeconds(10));
        while (true)
        {
            Assert.False(deadline.IsCancellationRequested, $"10 s passed and the feed {name} did not name {key}");
            var news = await cluster.Grains.Feed(name).Follow(mark, Cancelled);
            if (news.Changes.Any(change => change.Key == key)) return news.Changes;
            mark = news.Mark;
        }
    }
}
