using Adilas.Corporations;
using Adilas.Hot;
using StackExchange.Redis;

namespace Adilas.Publishing;

public sealed class RedisCopyStoreTests(HotStores stores)
{
    [Theory, MemberData(nameof(HotStores.All), MemberType = typeof(HotStores))]
    public async Task A_copy_is_stored_over_the_revision_that_was_expected_and_over_no_other(string kind)
    {
        var (store, database, id) = await Open(kind);

        Assert.Null(await store.Publish(Copy(id, 10), expected: null));
        Assert.Equal(new HeldCopy(10, "1 system@10", "d10"), await store.Publish(Copy(id, 11), expected: null));
        Assert.Equal(10, (await store.Publish(Copy(id, 11), expected: 9))?.Revision);
        Assert.Null(await store.Publish(Copy(id, 12), expected: 10));

        Assert.Equal(["12", """{"at":"12 é"}"""], (await database.HashGetAsync($"profile:{id}", ["revision", "json"])).Select(value => value.ToString()));
        Assert.Equal([12, null], await store.Revisions([id.Value, "nobody"]));
        Assert.Contains(id.Value, await store.List());
    }

    [Theory, MemberData(nameof(HotStores.All), MemberType = typeof(HotStores))]
    public async Task What_was_taken_away_comes_back_only_from_who_knows_that_it_was(string kind)
    {
        var (store, database, id) = await Open(kind);
        await store.Publish(Copy(id, 10), expected: null);

        Assert.Equal(10, (await store.Remove(id, 11, expected: null))?.Revision);
        Assert.Null(await store.Remove(id, 11, expected: 10));
        Assert.False(await database.KeyExistsAsync($"profile:{id}"));
        Assert.DoesNotContain(id.Value, await store.List());
        Assert.InRange((await database.KeyTimeToLiveAsync($"profile-gone:{id}"))!.Value, TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(60));

        Assert.Equal(11, (await store.Publish(Copy(id, 12), expected: 10))?.Revision);
        Assert.Equal(11, (await store.Publish(Copy(id, 12), expected: null))?.Revision);
        Assert.Null(await store.Publish(Copy(id, 12), expected: 11));
        Assert.False(await database.KeyExistsAsync($"profile-gone:{id}"));
    }

    [Theory, MemberData(nameof(HotStores.All), MemberType = typeof(HotStores))]
    public async Task A_copy_that_cannot_be_made_anew_says_since_when_until_it_is(string kind)
    {
        var (store, database, id) = await Open(kind);
        await store.Doubt(id, since: 5);
        Assert.False(await database.KeyExistsAsync($"profile:{id}"));

        await store.Publish(Copy(id, 10), expected: null);
        await store.Doubt(id, since: 7);
        await store.Doubt(id, since: 8);
        Assert.Equal("7", await database.HashGetAsync($"profile:{id}", "failing-since"));
        Assert.Equal(new HeldCopy(10, "1 system@10", ""), await store.Publish(Copy(id, 11), expected: null));

        Assert.Null(await store.Publish(Copy(id, 11), expected: 10));
        Assert.False(await database.HashExistsAsync($"profile:{id}", "failing-since"));
        Assert.Equal(new HeldCopy(11, "1 system@11", "d11"), await store.Publish(Copy(id, 12), expected: null));
    }

    [Theory, MemberData(nameof(HotStores.All), MemberType = typeof(HotStores))]
    public async Task Of_many_who_replace_one_revision_one_succeeds(string kind)
    {
        var (store, _, id) = await Open(kind);
        await store.Publish(Copy(id, 10), expected: null);

        var answers = await Task.WhenAll(Enumerable.Range(11, 50).Select(revision => store.Publish(Copy(id, revision), expected: 10)));

        Assert.Single(answers, answer => answer is null);
    }

    [Theory, MemberData(nameof(HotStores.All), MemberType = typeof(HotStores))]
    public async Task The_mark_is_what_was_last_said_by_who_saw_the_one_before(string kind)
    {
        var (store, database, _) = await Open(kind);
        await database.HashSetAsync("profiles:current-as-of", "another", "program's");
        Assert.Null(await store.FindMark());

        Assert.True(await store.Mark(0, expected: null));
        Assert.False(await store.Mark(1_767_323_045_001, expected: null));
        Assert.True(await store.Mark(1_767_323_045_000, expected: 0));

        Assert.Equal(1_767_323_045_000, await store.FindMark());
        Assert.Equal("1767323045000", await database.StringGetAsync("profiles:current-as-of"));
    }

    [Theory, MemberData(nameof(HotStores.All), MemberType = typeof(HotStores))]
    public async Task What_another_program_wrote_under_the_name_of_a_copy_is_none_and_is_replaced(string kind)
    {
        var (store, database, id) = await Open(kind);
        foreach (var revision in new[] { "x", "007", new string('9', 19) })
        {
            await database.KeyDeleteAsync($"profile:{id}");
            await database.HashSetAsync($"profile:{id}", "revision", revision);
            Assert.Equal([null], await store.Revisions([id.Value]));
            Assert.Null(await store.Publish(Copy(id, 10), expected: null));
            Assert.Equal([10], await store.Revisions([id.Value]));
        }

        await database.StringSetAsync($"profile:{id}", "text");
        Assert.Null(await store.Publish(Copy(id, 11), expected: null));
        await database.StringSetAsync($"profile:{id}", "text");
        Assert.Null(await store.Remove(id, 12, expected: null));
        await database.StringSetAsync($"profile:{id}", "text");
        Assert.Equal([null], await store.Revisions([id.Value]));
    }

    [Theory, MemberData(nameof(HotStores.All), MemberType = typeof(HotStores))]
    public async Task A_copy_that_the_list_has_lost_is_in_it_again_once_somebody_looked_after_it(string kind)
    {
        var (store, database, id) = await Open(kind);
        await store.Publish(Copy(id, 10), expected: null);
        await database.SetRemoveAsync("profiles", id.Value);

        Assert.Equal([10, null], await store.Revisions([id.Value, "nobody"]));
        Assert.Contains(id.Value, await store.List());
        Assert.DoesNotContain("nobody", await store.List());
    }

    private static ProfileCopy Copy(CorporationId id, long revision) => new(id, revision, $$"""{"at":"{{revision}} é"}""", $"1 system@{revision}", $"d{revision}");

    private async Task<(RedisCopyStore Store, IDatabase Database, CorporationId Id)> Open(string kind)
    {
        var redis = await stores.Connect(kind);
        return (new RedisCopyStore(redis), redis.GetDatabase(), CorporationId.Parse($"c{Guid.NewGuid():N}"));
    }
}
