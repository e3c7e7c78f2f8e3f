using Adilas.Feeds;
using Adilas.Journal;
using Adilas.Platform;
using Dapper;

namespace Adilas.Settings;

public sealed class SettingsDirectoryTests(MySqlFixture servers)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Pages_hold_every_layer_once_in_the_order_of_their_keys(SqlDialect dialect)
    {
        await using var journal = await TestJournal.Open(await servers.NewConnection(dialect), services => services.AddPlatformPorts());
        string[] keys = ["acme", "acme-2", "acme/role/clerk", "acme/user/u1", "~plan/large", "~system", "~user/u1"];
        await using (var connection = await journal.Connect())
        {
            foreach (var key in keys.Reverse())
            {
                await connection.ExecuteAsync(
                    "INSERT INTO settings_version (grain_key, source_version, shard, changed_at) VALUES (@key, @version, 0, 0)",
                    new { key, version = key.Length });
            }
        }

        var (listed, directory) = (new List<GrainVersion>(), journal.Get<ISettingsDirectory>());
        while (await directory.List(listed.Count == 0 ? null : listed[^1].Key, 2, Cancelled) is { Count: > 0 } page)
        {
            Assert.InRange(page.Count, 1, 2);
            listed.AddRange(page);
        }

        Assert.Equal(keys.Select(key => new GrainVersion(key, key.Length)), listed);
    }
}
