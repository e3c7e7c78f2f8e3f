using Adilas.Access;
using Adilas.Platform;
using Adilas.Refusals;
using Adilas.Storage;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Adilas.Journal;

public sealed class NeighbourTests(MySqlFixture servers)
{
    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Of_200_writers_only_the_stale_the_oversized_and_the_unstorable_fail(SqlDialect dialect)
    {
        await using var journal = await TestJournal.Open(
            await servers.NewConnection(dialect), services => services.AddSingleton<IProjection, CappedRow>());
        var things = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => journal.Load($"corp-{number:000}")));
        await (await journal.Load("corp-050")).Write("newer");

        // While somebody else has the turn, all of them queue up and become one batch.
        List<Task> writes;
        using (await journal.Database.EnterWriteAsync(CancellationToken.None))
        {
            writes = [.. things.Select((thing, number) => thing.Write(number switch
            {
                100 => new string('x', JournalRow.MaxPayloadBytes + 1),
                150 => CappedRow.Unstorable,
                _ => $"text {number}",
            }))];
        }

        await Assert.ThrowsAsync<InconsistentStateException>(() => writes[50]);
        Assert.Equal("state-too-large", (await Assert.ThrowsAsync<RefusedException>(() => writes[100])).Code);
        var unstorable = await Assert.ThrowsAsync<RefusedException>(() => writes[150]);
        Assert.Equal((Refusal.Invalid, "row-unstorable"), (unstorable.Refusal, unstorable.Code));
        for (var number = 0; number < 200; number++)
        {
            if (number is not (50 or 100 or 150)) await writes[number];
        }

        await using var connection = await journal.Connect();
        Assert.Equal(198, await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM journal"));
        Assert.Equal(0, await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM journal WHERE grain_key = 'corp-150'"));
    }

    [Fact]
    public async Task A_session_that_is_left_in_a_transaction_leaves_none_to_whoever_has_the_connection_next()
    {
        await using var journal = await TestJournal.Open(await servers.NewConnection(SqlDialect.Sqlite));
        await using (var session = new SqliteBatchSession(await journal.Connect(), TimeSpan.FromSeconds(4)))
            await session.Store([], CancellationToken.None);

        await using (var connection = await journal.Connect()) await connection.ExecuteAsync("BEGIN IMMEDIATE; ROLLBACK");
        await (await journal.Load("acme")).Write("stored");
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_projection_is_stored_with_its_state_follows_it_and_leaves_with_it(SqlDialect dialect)
    {
        await using var journal = await TestJournal.Open(await servers.NewConnection(dialect));
        var thing = await journal.Load("acme");
        await using var connection = await journal.Connect();

        await thing.Write(new ThingState { Text = "green old bike", Mode = Modes.Live });
        Assert.Equal((1L, (int)Modes.Live), await Fact());
        Assert.Equal(["bike", "green", "old"], await Words());

        await thing.Write(new ThingState { Text = "green boat", Mode = Modes.Frozen });
        Assert.Equal((2L, (int)Modes.Frozen), await Fact());
        Assert.Equal(["boat", "green"], await Words());

        await thing.Clear();
        Assert.Equal((0L, 0), await Fact());
        Assert.Empty(await Words());

        Task<(long, int)> Fact() => connection.QuerySingleOrDefaultAsync<(long, int)>("SELECT source_version, mode FROM corporation_fact");
        async Task<IEnumerable<string>> Words() => await connection.QueryAsync<string>("SELECT CAST(word AS CHAR) FROM corporation_word ORDER BY word");
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_refused_write_leaves_no_projection_and_no_effect(SqlDialect dialect)
    {
        await using var journal = await TestJournal.Open(
            await servers.NewConnection(dialect), services => services.AddSingleton<IProjection, CappedRow>());
        var thing = await journal.Load("acme");

        await Assert.ThrowsAsync<RefusedException>(() => thing.Write(
            new ThingState { Text = CappedRow.Unstorable, Mode = Modes.Live, Effects = [OperationTests.Answer("op-1")] }));

        await using var connection = await journal.Connect();
        foreach (var table in new[] { "journal", "corporation_fact", "corporation_word", "operation_result" })
            Assert.Equal(0, await connection.ExecuteScalarAsync<int>($"SELECT COUNT(*) FROM {table}"));
    }

    /// <summary>Writes a row that one of the store's own rules refuses.</summary>
    private sealed class CappedRow() : Projection<ThingState>(StorageNames.Corporation, "stack_directory", "stack", "kind", "capacity", "registered_at")
    {
        public const string Unstorable = "unstorable";

        protected override IReadOnlyList<object?>? Row(string grainKey, ThingState state) =>
            state.Text == Unstorable ? [null, 0, 0, 0] : null;
    }
}
