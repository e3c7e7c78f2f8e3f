using System.Text;
using Adilas.Corporations;
using Adilas.Platform;
using Adilas.Storage;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Adilas.Journal;

public sealed class HistoryTests(MySqlFixture servers)
{
    private static readonly CorporationId Acme = CorporationId.Parse("acme");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task History_is_one_corporations_newest_first_with_what_each_row_replaced(SqlDialect dialect)
    {
        var clock = new ShiftedTime { Offset = TimeSpan.FromMinutes(-1) };
        await using var journal = await Open(dialect, clock);
        var thing = await journal.Load("acme");
        var member = await journal.Load("acme/u1");
        await thing.Write("one");
        await member.Write("m-one");
        await (await journal.Load("acme-2")).Write("not acme's");
        await thing.Write("two");
        await thing.Clear();
        var reader = journal.Get<IJournalReader>();
        Assert.Empty(await reader.History(Acme, new HistoryFilter(null, null, null, null, null, 10), Cancelled));

        clock.Offset = TimeSpan.Zero;
        var history = await reader.History(Acme, new HistoryFilter(null, null, null, null, null, 10), Cancelled);

        Assert.Equal(
            [("acme", 3, true, null, "two"), ("acme", 2, false, "two", "one"), ("acme/u1", 1, false, "m-one", null), ("acme", 1, false, "one", null)],
            history.Select(entry => (entry.GrainKey, (int)entry.Version, entry.IsTombstone, Text(entry.Payload), Text(entry.PreviousPayload))));
        Assert.All(history, entry => Assert.Equal(("tester", "Thing.Change"), (entry.Actor, entry.Action)));
        var page = await reader.History(Acme, new HistoryFilter(null, null, "tester", "Thing.Change", history[1].Position, 1), Cancelled);
        Assert.Equal("m-one", Text(Assert.Single(page).Payload));
        Assert.Empty(await reader.History(Acme, new HistoryFilter(null, null, "nobody", null, null, 10), Cancelled));
        Assert.Empty(await reader.History(Acme, new HistoryFilter(history[0].At.AddSeconds(1), null, null, null, null, 10), Cancelled));
        Assert.Equal(4, (await reader.History(Acme, new HistoryFilter(history[3].At, history[0].At, null, null, null, 10), Cancelled)).Count);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task History_stops_the_longest_life_of_a_batch_before_now(SqlDialect dialect)
    {
        var clock = new ShiftedTime { Offset = TimeSpan.FromMinutes(-1) };
        await using var journal = await Open(dialect, clock);
        await (await journal.Load("acme")).Write("one");
        var reader = journal.Get<IJournalReader>();
        var at = (await reader.Version(StorageNames.Corporation, "acme", 1, Cancelled))!.At;

        clock.Offset = at + RowDelay.Longest - TimeSpan.FromSeconds(4) - DateTimeOffset.UtcNow;
        Assert.Empty(await reader.History(Acme, new HistoryFilter(null, null, null, null, null, 10), Cancelled));
        clock.Offset += TimeSpan.FromSeconds(8);
        Assert.Single(await reader.History(Acme, new HistoryFilter(null, null, null, null, null, 10), Cancelled));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Versions_of_one_state_are_read_back_from_any_point(SqlDialect dialect)
    {
        await using var journal = await Open(dialect, TimeProvider.System);
        var thing = await journal.Load("acme");
        for (var version = 1; version <= 5; version++) await thing.Write($"v{version}");
        await using var connection = await journal.Connect();
        await connection.ExecuteAsync("UPDATE journal SET payload = NULL, is_thinned = 1 WHERE version = 3");
        var reader = journal.Get<IJournalReader>();

        var versions = await reader.Versions(StorageNames.Corporation, "acme", 5, 3, Cancelled);

        Assert.Equal([(4, "v4", null), (3, null, "v2"), (2, "v2", "v1")], versions.Select(entry => ((int)entry.Version, Text(entry.Payload), Text(entry.PreviousPayload))));
        Assert.Equal("v5", Text((await reader.Version(StorageNames.Corporation, "acme", 5, Cancelled))!.Payload));
        Assert.Null(await reader.Version(StorageNames.Corporation, "acme", 6, Cancelled));
        Assert.Null(await reader.Version(StorageNames.User, "acme", 5, Cancelled));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_chain_holds_after_thinning_and_breaks_where_somebody_laid_hands_on_it(SqlDialect dialect)
    {
        await using var journal = await Open(dialect, TimeProvider.System);
        var thing = await journal.Load("acme");
        for (var version = 1; version <= 5; version++) await thing.Write($"v{version}");
        await thing.Clear();
        await using var connection = await journal.Connect();
        Assert.Equal(new ChainCheck(6, null), await Check());

        await connection.ExecuteAsync("UPDATE journal SET payload = NULL, is_thinned = 1 WHERE version = 2");
        Assert.Equal(new ChainCheck(6, null), await Check());

        foreach (var (hand, healthy) in new (string, long)[]
        {
            ("UPDATE journal SET payload = NULL WHERE version = 5", 4),
            ("UPDATE journal SET payload = x'7b7d' WHERE version = 4", 3),
            ("UPDATE journal SET actor = 'somebody' WHERE version = 3", 2),
            ("UPDATE journal SET written_at = written_at - 1 WHERE version = 2", 1),
            ("DELETE FROM journal WHERE version = 1", 0),
        })
        {
            await connection.ExecuteAsync(hand);
            var check = await Check();
            Assert.Equal(healthy, check.Versions);
            Assert.Contains($"ersion {healthy + 1}", check.Fault, StringComparison.Ordinal);
        }

        Task<ChainCheck> Check() => journal.Get<IJournalVerifier>().Check(StorageNames.Corporation, "acme", Cancelled);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Rows_that_are_stored_by_the_hundred_hold_what_their_hashes_say(SqlDialect dialect)
    {
        await using var journal = await Open(dialect, TimeProvider.System);
        var things = await Task.WhenAll(Enumerable.Range(0, 300).Select(number => journal.Load($"corp-{number:000}/part")));
        await Task.WhenAll(things.Select((thing, number) => thing.Write($"Größe {number}")));
        await Task.WhenAll(things.Select((thing, number) => thing.Write(new string('x', number))));
        await Task.WhenAll(things.Select(thing => thing.Clear()));

        foreach (var number in Enumerable.Range(0, things.Length))
        {
            var check = await journal.Get<IJournalVerifier>().Check(things[number].StateName, $"corp-{number:000}/part", Cancelled);
            Assert.Equal(new ChainCheck(3, null), check);
        }
    }

    private static string? Text(byte[]? payload) => payload is null
        ? null
        : System.Text.Json.JsonDocument.Parse(Encoding.UTF8.GetString(payload)).RootElement.GetProperty("text").GetString();

    private async Task<TestJournal> Open(SqlDialect dialect, TimeProvider clock) => await TestJournal.Open(
        await servers.NewConnection(dialect), services => services.Replace(ServiceDescriptor.Singleton(clock)));

    private sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        // In the past while writing, so that what was written is old enough to be history; and further back for the first look.
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;
    }
}
