using Adilas.Access;
using Adilas.Platform;
using Adilas.Refusals;
using Adilas.Storage;
using Dapper;
using Orleans.Storage;

namespace Adilas.Journal;

public sealed class JournalStorageTests(MySqlFixture servers)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_state_is_written_read_cleared_and_written_again_without_a_gap(SqlDialect dialect)
    {
        await using var journal = await TestJournal.Open(await servers.NewConnection(dialect));
        var thing = await journal.Load("acme");
        Assert.Equal((false, null, 0), (thing.Held.RecordExists, thing.Held.ETag, thing.State.Version));

        await thing.Write("one");
        await thing.Write("two");
        var other = await journal.Load("acme");
        Assert.Equal((true, "two", 2, 2), (other.Held.RecordExists, other.State.Text, other.Version, other.State.Version));

        await other.Clear();
        Assert.Equal((false, "", 3, 3), (other.Held.RecordExists, other.State.Text, other.Version, other.State.Version));
        var cleared = await journal.Load("acme");
        Assert.Equal((false, "", 3, 3), (cleared.Held.RecordExists, cleared.State.Text, cleared.Version, cleared.State.Version));

        await cleared.Write("three");
        Assert.Equal((true, "three", 4), await Seen(journal, "acme"));
        await using var connection = await journal.Connect();
        Assert.Equal([1, 2, 3, 4], await connection.QueryAsync<long>("SELECT version FROM journal ORDER BY version"));
        Assert.Equal([3], await connection.QueryAsync<long>("SELECT version FROM journal WHERE is_tombstone = 1 AND payload IS NULL"));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Of_two_activations_only_one_can_write_the_next_version(SqlDialect dialect)
    {
        await using var journal = await TestJournal.Open(await servers.NewConnection(dialect));
        var first = await journal.Load("acme");
        await first.Write("base");
        var second = await journal.Load("acme");

        await first.Write("mine");
        var stale = await Assert.ThrowsAsync<InconsistentStateException>(() => second.Write("yours"));

        Assert.Null(stale.InnerException);
        Assert.Equal((true, "mine", 2), await Seen(journal, "acme"));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_stale_writer_does_not_fill_a_place_whose_content_was_thinned(SqlDialect dialect)
    {
        await using var journal = await TestJournal.Open(await servers.NewConnection(dialect));
        var stale = await journal.Load("acme");
        await stale.Write("one");
        var newer = await journal.Load("acme");
        for (var version = 2; version <= 5; version++) await newer.Write($"v{version}");
        await using var connection = await journal.Connect();
        await connection.ExecuteAsync("UPDATE journal SET payload = NULL, is_thinned = 1 WHERE version BETWEEN 2 AND 4");

        await Assert.ThrowsAsync<InconsistentStateException>(() => stale.Write("late"));

        Assert.Equal((true, "v5", 5), await Seen(journal, "acme"));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Keys_that_differ_only_in_case_accent_or_a_trailing_space_are_different_grains(SqlDialect dialect)
    {
        await using var journal = await TestJournal.Open(await servers.NewConnection(dialect));
        string[] keys = ["acme/u", "acme/U", "acme/ü", "acme/u\u0308", "acme/u ", "Acme/u"];
        foreach (var key in keys) await (await journal.Load(key)).Write(key);

        foreach (var key in keys) Assert.Equal((true, key, 1), await Seen(journal, key));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_write_that_nobody_answers_for_is_refused(SqlDialect dialect)
    {
        await using var journal = await TestJournal.Open(await servers.NewConnection(dialect));
        var thing = await journal.Load("acme");

        var refused = await Assert.ThrowsAsync<RefusedException>(() =>
            journal.Storage.WriteStateAsync(StorageNames.Corporation, GrainId.Create("thing", "acme"), thing.Held));

        Assert.Equal((Refusal.Forbidden, "no-actor"), (refused.Refusal, refused.Code));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_row_says_who_did_what_and_when(SqlDialect dialect)
    {
        await using var journal = await TestJournal.Open(await servers.NewConnection(dialect));
        var thing = await journal.Load("acme/part");
        var before = StoredTime.ToMicroseconds(DateTimeOffset.UtcNow);
        using (new CallScope(new CallerContext(CallerKind.Person, "u1", "u2"), "Thing.Rename", Modes.Any).Enter())
        {
            await journal.Storage.WriteStateAsync(StorageNames.Corporation, GrainId.Create("thing", "acme/part"), thing.Held);
        }

        await using var connection = await journal.Connect();
        var row = await connection.QuerySingleAsync<(string, string, string, string, string, long)>("""
            SELECT CAST(service AS CHAR), CAST(corporation AS CHAR), CAST(actor AS CHAR), CAST(on_behalf_of AS CHAR), CAST(action AS CHAR), written_at
            FROM journal
            """);
        Assert.Equal(("test", "acme", "u1", "u2", "Thing.Rename"), (row.Item1, row.Item2, row.Item3, row.Item4, row.Item5));
        Assert.InRange(row.Item6, before, StoredTime.ToMicroseconds(DateTimeOffset.UtcNow));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_state_above_the_limit_is_refused_and_one_at_the_limit_is_stored(SqlDialect dialect)
    {
        await using var journal = await TestJournal.Open(await servers.NewConnection(dialect));
        var thing = await journal.Load("acme");

        var refused = await Assert.ThrowsAsync<RefusedException>(() => thing.Write(new string('x', JournalRow.MaxPayloadBytes)));
        Assert.Equal((Refusal.Invalid, "state-too-large"), (refused.Refusal, refused.Code));

        var large = new string('x', JournalRow.MaxPayloadBytes - 100);
        await thing.Write(large);
        Assert.Equal(large, (await journal.Load("acme")).State.Text);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Time_never_goes_back_within_a_grain(SqlDialect dialect)
    {
        await using var journal = await TestJournal.Open(await servers.NewConnection(dialect));
        var thing = await journal.Load("acme");
        await thing.Write("one");
        var ahead = StoredTime.ToMicroseconds(DateTimeOffset.UtcNow.AddDays(1));
        var parsed = StoredVersion.Parse(thing.Held.ETag);
        thing.Held.ETag = (parsed with { At = ahead }).ToString();

        await thing.Write("two");

        Assert.Equal(ahead + 1, StoredVersion.Parse(thing.Held.ETag).At);
    }

    private static async Task<(bool, string, long)> Seen(TestJournal journal, string key)
    {
        var seen = await journal.Load(key);
        return (seen.Held.RecordExists, seen.State.Text, seen.Version);
    }
}
