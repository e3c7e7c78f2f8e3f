using Adilas.Platform;
using Adilas.Storage;

namespace Adilas.Journal;

public sealed class StoredVersionsTests(MySqlFixture servers)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Many_who_ask_at_once_each_get_the_version_of_their_own_grain(SqlDialect dialect)
    {
        await using var journal = await TestJournal.Open(await servers.NewConnection(dialect));
        var things = new List<(GrainId Grain, long Version)> { (GrainId.Create("thing", "acme/never"), 0) };
        for (var number = 0; number < 20; number++)
        {
            var thing = await journal.Load($"acme/{number}");
            for (var version = 0; version <= number % 3; version++) await thing.Write($"{number}.{version}");
            things.Add((GrainId.Create("thing", $"acme/{number}"), number % 3 + 1));
        }

        await (await journal.Load("acme/0", type: "other")).Write("of another type");
        var stored = journal.Get<IStoredVersions>();
        var asked = Enumerable.Range(0, 300).Select(number => things[number % things.Count]).ToList();

        var newest = await Task.WhenAll(asked.Select(thing => stored.Newest(StorageNames.Membership, thing.Grain, Cancelled)));

        Assert.Equal(asked.Select(thing => thing.Version), newest);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task What_was_stored_or_cleared_is_known_at_once(SqlDialect dialect)
    {
        await using var journal = await TestJournal.Open(await servers.NewConnection(dialect));
        var (thing, stored) = (await journal.Load("acme"), journal.Get<IStoredVersions>());
        for (var version = 1; version <= 5; version++)
        {
            await (version == 5 ? thing.Clear() : thing.Write($"{version}"));
            Assert.Equal(version, await stored.Newest(StorageNames.Corporation, GrainId.Create("thing", "acme"), Cancelled));
        }
    }
}
