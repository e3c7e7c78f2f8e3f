using Adilas.Access;
using Adilas.Platform;
using Adilas.Refusals;
using Dapper;
using MySqlConnector;

namespace Adilas.Journal;

/// <summary>What others' locks do to a batch. On the embedded store there are no others.</summary>
public sealed class ContentionTests(MySqlFixture servers)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_batch_that_was_chosen_to_end_a_dead_lock_is_stored_by_the_next_attempt()
    {
        var connection = await servers.NewDatabase();
        await using var journal = await TestJournal.Open(connection);
        await (await journal.Load("acme")).Write(new ThingState { Mode = Modes.Live });
        await using var other = await Open(connection);
        await other.ExecuteAsync("SET SESSION innodb_lock_wait_timeout = 50");
        var database = new MySqlConnectionStringBuilder(connection.ConnectionString).Database;

        // On a busy machine the batch's wait may be over before we get to cross it: then once more.
        var rounds = 0;
        do
        {
            rounds++;
            var member = await journal.Load($"acme/u{rounds}");
            await other.ExecuteAsync("START TRANSACTION; SELECT mode FROM corporation_fact WHERE grain_key = 'acme' FOR UPDATE");

            // Heavy enough for the server to prefer ending the batch.
            for (var number = 0; number < 300; number++) await Insert(other, $"weight-{number}");
            var withEffect = new ThingState { Text = "one", Effects = [OperationTests.Answer($"op-{rounds}")] };
            var writing = member.Write(withEffect, Modes.Live); // has its row, and waits for our lock on its corporation
            await Waiting(connection);
            await Insert(other, $"acme/u{rounds}"); // waits for its row
            await other.ExecuteAsync("ROLLBACK");
            await writing;
            Assert.Equal(1, member.Version);
        }
        while (rounds < 20 && !(await LastDeadLock(other)).Contains(database, StringComparison.Ordinal));

        Assert.Contains(database, await LastDeadLock(other), StringComparison.Ordinal);
        await using var reading = await Open(connection);
        Assert.Equal(1 + rounds, await reading.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM journal"));
    }

    [Fact]
    public async Task A_lock_that_does_not_come_in_time_is_waited_for_again()
    {
        var connection = await servers.NewDatabase();
        await using var journal = await TestJournal.Open(connection);
        var blocked = await journal.Load("acme");
        await using var other = await Open(connection);
        await other.ExecuteAsync("START TRANSACTION");
        await Insert(other, "acme");

        var writing = blocked.Write("one");
        await Waiting(connection);
        await Task.WhenAny(writing, Task.Delay(TimeSpan.FromSeconds(2.5), Cancelled)); // longer than one wait for a lock
        Assert.False(writing.IsCompleted);
        await other.ExecuteAsync("ROLLBACK");

        await writing;
        Assert.Equal(1, blocked.Version);
    }

    [Fact]
    public async Task A_corporation_whose_lock_somebody_holds_keeps_no_other_waiting()
    {
        var connection = await servers.NewDatabase();
        await using var journal = await TestJournal.Open(connection);
        await (await journal.Load("held")).Write(new ThingState { Mode = Modes.Live });
        await using var other = await Open(connection);
        await other.ExecuteAsync("START TRANSACTION");
        await other.ExecuteAsync("SELECT mode FROM corporation_fact WHERE grain_key = 'held' FOR UPDATE");

        var stuck = (await journal.Load("held/u1")).Write("one", Modes.Live);
        await Waiting(connection);
        for (var round = 1; round <= 20; round++)
        {
            var free = await journal.Load($"free-{round}");
            await free.Write("one", Modes.Live).WaitAsync(TimeSpan.FromSeconds(10), Cancelled);
        }

        Assert.False(stuck.IsCompleted);
        await other.ExecuteAsync("ROLLBACK");
        await stuck;
    }

    [Fact]
    public async Task A_lock_that_never_comes_is_a_refusal_for_the_write_that_needs_it_and_not_for_its_neighbours()
    {
        var connection = await servers.NewDatabase();
        await using var journal = await TestJournal.Open(connection);
        var things = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => journal.Load($"corp-{number}")));
        await using var other = await Open(connection);
        await other.ExecuteAsync("START TRANSACTION");
        await Insert(other, "corp-3");

        var writes = things.Select(thing => thing.Write("one")).ToList();
        var refused = await Assert.ThrowsAsync<RefusedException>(() => writes[3]);
        for (var number = 0; number < writes.Count; number++)
        {
            if (number != 3) await writes[number];
        }

        Assert.Equal((Refusal.Unavailable, "database-busy"), (refused.Refusal, refused.Code));
        await other.ExecuteAsync("ROLLBACK");
        await things[3].Read();
        Assert.False(things[3].Held.RecordExists);
    }

    private static async Task<MySqlConnection> Open(PlatformConnection connection)
    {
        var opened = new MySqlConnection(connection.ConnectionString);
        await opened.OpenAsync(Cancelled);
        return opened;
    }

    private static Task<int> Insert(MySqlConnection connection, string key) => connection.ExecuteAsync($"""
        INSERT INTO journal (service, grain_type, state_name, grain_key, version, write_id, written_at, corporation, actor, action, is_tombstone, hash)
        VALUES ('test', 'thing', '{Activation.StateNameOf(key)}', '{key}', 1, x'00112233445566778899aabbccddeeff', 1, '', 'other', 'Other.Write', 0, x'{new string('0', 64)}')
        """);

    /// <summary>The server's own account of the last dead-lock that it ended; names the tables.</summary>
    private static async Task<string> LastDeadLock(MySqlConnection connection)
    {
        var status = (await connection.QuerySingleAsync<(string Type, string Name, string Status)>("SHOW ENGINE INNODB STATUS")).Status;
        var start = status.IndexOf("LATEST DETECTED DEADLOCK", StringComparison.Ordinal);
        return start < 0 ? "" : status[start..status.IndexOf("\nTRANSACTIONS\n", start, StringComparison.Ordinal)];
    }

    /// <summary>Until some transaction waits for a lock.</summary>
    private static async Task Waiting(PlatformConnection connection)
    {
        await using var watching = await Open(connection);
        await LocalCluster.Deadline.Until(
            "a transaction waits for a lock",
            async _ => await watching.ExecuteScalarAsync<int>($"""
                SELECT COUNT(*) FROM information_schema.innodb_trx t JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id
                WHERE t.trx_state = 'LOCK WAIT' AND p.db = DATABASE()
                """) > 0,
            TimeSpan.FromSeconds(20),
            Cancelled);
    }
}
