using Adilas.Access;
using Adilas.Platform;
using Adilas.Refusals;

namespace Adilas.Journal;

public sealed class WriteQueueTests(MySqlFixture servers)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_corporation_that_writes_a_lot_does_not_hold_up_one_that_writes_a_little()
    {
        var queue = new WriteQueue<JournalWrite>(new JournalOptions { MaxBatchRows = 10 });
        for (var number = 0; number < 100; number++) await queue.Enter(Write($"busy/{number}"), Cancelled);
        await queue.Enter(Write("calm/1"), Cancelled);
        await queue.Enter(Write("calm/2"), Cancelled);
        await queue.Enter(Write("~user/u1"), Cancelled);

        var batch = await queue.Take(int.MaxValue, Patience, Cancelled);

        Assert.Equal(10, batch.Count);
        Assert.Equal(["calm/1", "calm/2", "~user/u1"], batch.Select(write => write.Row.Key.GrainKey).Where(key => !key.StartsWith("busy", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Two_corporations_share_the_room_of_every_batch_in_the_order_in_which_each_wrote()
    {
        var queue = new WriteQueue<JournalWrite>(new JournalOptions { MaxBatchRows = 6 });
        for (var number = 0; number < 9; number++) await queue.Enter(Write($"a/{number}"), Cancelled);
        for (var number = 0; number < 9; number++) await queue.Enter(Write($"b/{number}"), Cancelled);

        var taken = new List<string>();
        for (var round = 0; round < 3; round++)
        {
            var batch = await queue.Take(int.MaxValue, Patience, Cancelled);
            Assert.Equal(3, batch.Count(write => write.Turn == "a"));
            taken.AddRange(batch.Select(write => write.Row.Key.GrainKey));
            queue.Release(batch);
        }

        Assert.Equal(Enumerable.Range(0, 9).Select(number => $"a/{number}"), taken.Where(key => key[0] == 'a'));
        Assert.Equal(Enumerable.Range(0, 9).Select(number => $"b/{number}"), taken.Where(key => key[0] == 'b'));
        Assert.Equal(0, queue.Bytes);
    }

    [Fact]
    public async Task A_grain_is_in_one_batch_at_a_time_and_so_is_a_turn()
    {
        var queue = new WriteQueue<JournalWrite>(new JournalOptions());
        await queue.Enter(Write("a/1"), Cancelled);
        await queue.Enter(Write("a/1"), Cancelled);
        var first = await queue.Take(int.MaxValue, Patience, Cancelled);
        await queue.Enter(Write("a/2"), Cancelled);
        await queue.Enter(Write("b/1"), Cancelled);

        var second = await queue.Take(int.MaxValue, Patience, Cancelled);
        Assert.Equal((1, "b/1"), (first.Count, Assert.Single(second).Row.Key.GrainKey));

        queue.Release(first);
        Assert.Equal(["a/1", "a/2"], (await queue.Take(int.MaxValue, Patience, Cancelled)).Select(write => write.Row.Key.GrainKey));
    }

    [Fact]
    public async Task A_change_of_a_corporations_facts_shares_a_batch_with_no_other_write_of_it()
    {
        var queue = new WriteQueue<JournalWrite>(new JournalOptions());
        await queue.Enter(Write("a/1"), Cancelled);
        await queue.Enter(Write("a", changesFacts: true), Cancelled);
        await queue.Enter(Write("a/2"), Cancelled);
        await queue.Enter(Write("b/1"), Cancelled);

        var batches = new List<string>();
        for (var round = 0; round < 3; round++)
        {
            var batch = await queue.Take(int.MaxValue, Patience, Cancelled);
            batches.Add(string.Join(' ', batch.Select(write => write.Row.Key.GrainKey).Order(StringComparer.Ordinal)));
            queue.Release(batch);
        }

        Assert.Equal(["a/1 b/1", "a", "a/2"], batches);
    }

    [Fact]
    public async Task A_batch_is_bounded_in_bytes_and_one_large_write_still_passes()
    {
        var queue = new WriteQueue<JournalWrite>(new JournalOptions());
        foreach (var key in new[] { "a/1", "b/1", "c/1" }) await queue.Enter(Write(key, payloadBytes: 100_000), Cancelled);

        Assert.Equal(2, (await queue.Take(250_000, Patience, Cancelled)).Count);
        Assert.Single(await queue.Take(10, Patience, Cancelled));
    }

    [Fact]
    public async Task A_full_queue_lets_a_write_wait_for_room_and_refuses_it_when_none_comes()
    {
        var queue = new WriteQueue<JournalWrite>(new JournalOptions { MaxQueueBytes = 4 * 1024 * 1024, MaxQueueWait = TimeSpan.FromMilliseconds(200) });
        for (var number = 0; number < 3; number++) await queue.Enter(Write($"full-{number}/1", payloadBytes: 1_300_000), Cancelled);

        var refused = await Assert.ThrowsAsync<RefusedException>(() => queue.Enter(Write("late/1", payloadBytes: 500_000), Cancelled));
        Assert.Equal((Refusal.Unavailable, "journal-busy"), (refused.Refusal, refused.Code));

        var waiting = queue.Enter(Write("lucky/1", payloadBytes: 500_000), Cancelled);
        Assert.False(waiting.IsCompleted);
        queue.Release(await queue.Take(int.MaxValue, Patience, Cancelled));
        await waiting;
        Assert.Equal("lucky/1", Assert.Single(await queue.Take(int.MaxValue, Patience, Cancelled)).Row.Key.GrainKey);
    }

    [Fact]
    public async Task One_corporation_may_use_a_quarter_of_the_queue()
    {
        var queue = new WriteQueue<JournalWrite>(new JournalOptions { MaxQueueBytes = 4 * 1024 * 1024, MaxQueueWait = TimeSpan.Zero });
        await queue.Enter(Write("greedy/1", payloadBytes: 900_000), Cancelled);

        await Assert.ThrowsAsync<RefusedException>(() => queue.Enter(Write("greedy/2", payloadBytes: 900_000), Cancelled));
        await queue.Enter(Write("modest/1", payloadBytes: 900_000), Cancelled);
    }

    [Fact]
    public async Task A_write_can_be_withdrawn_until_a_batch_has_taken_it()
    {
        var queue = new WriteQueue<JournalWrite>(new JournalOptions { MaxBatchRows = 1 });
        var (taken, waiting) = (Write("a/1"), Write("a/2"));
        await queue.Enter(taken, Cancelled);
        await queue.Enter(waiting, Cancelled);
        var batch = await queue.Take(int.MaxValue, Patience, Cancelled);

        taken.Withdraw(new CancellationToken(true));
        waiting.Withdraw(new CancellationToken(true));

        Assert.False(taken.IsSettled);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Outcome);
        queue.Release(batch);
        Assert.Empty(await queue.Take(int.MaxValue, TimeSpan.Zero, Cancelled));
        Assert.Equal(0, queue.Bytes);
    }

    [Fact]
    public async Task A_crowd_is_noticed_when_it_has_gathered_and_not_counted_once_it_is_taken()
    {
        var queue = new WriteQueue<JournalWrite>(new JournalOptions { MaxBatchRows = 2 });
        var crowd = queue.WhenCrowded(3);
        for (var number = 0; number < 2; number++) await queue.Enter(Write($"a/{number}"), Cancelled);
        Assert.False(crowd.IsCompleted);

        await queue.Enter(Write("b/1"), Cancelled);
        await crowd.WaitAsync(Patience, Cancelled);
        Assert.True(queue.WhenCrowded(3).IsCompleted);

        await queue.Take(int.MaxValue, Patience, Cancelled);
        crowd = queue.WhenCrowded(3);
        await queue.Enter(Write("c/1"), Cancelled);
        Assert.False(crowd.IsCompleted);
        await queue.Enter(Write("c/2"), Cancelled);
        await crowd.WaitAsync(Patience, Cancelled);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_while_its_write_waits_changes_nothing()
    {
        await using var journal = await TestJournal.Open(await servers.NewConnection(SqlDialect.Sqlite), null, ("Journal:MaxBatchRows", "1"));
        var taken = await journal.Load("taken");
        var waiting = await journal.Load("waiting");
        using var cancelling = new CancellationTokenSource();
        Task first;
        using (await journal.Database.EnterWriteAsync(CancellationToken.None))
        {
            first = taken.Write("one");
            var second = waiting.WriteUnlessCancelled(new ThingState { Text = "one" }, Modes.Any, cancelling.Token);
            await cancelling.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        }

        await first;
        await taken.Write("two");
        await waiting.Read();
        Assert.False(waiting.Held.RecordExists);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_stopping_silo_stores_what_is_queued_and_takes_nothing_new(SqlDialect dialect)
    {
        var connection = await servers.NewConnection(dialect);
        await using var journal = await TestJournal.Open(connection);
        var things = await Task.WhenAll(Enumerable.Range(0, 500).Select(number => journal.Load($"corp-{number}")));

        var writes = things.Select(thing => thing.Write("one")).ToList();
        await journal.Writer.StoppedAsync(Cancelled);

        await Task.WhenAll(writes);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => things[0].Write("two"));
        Assert.Equal((Refusal.Unavailable, "journal-stopping"), (refused.Refusal, refused.Code));
    }

    private static JournalWrite Write(string key, bool changesFacts = false, int payloadBytes = 100)
    {
        var row = new JournalRow(
            new JournalKey("test", "thing", "thing", key), 1, new byte[16], new JournalKey("", "", "", key).Corporation, "tester", null, "Thing.Change",
            null, false, null, null, new byte[payloadBytes]);
        ProjectedRows[] projections = changesFacts ? [new(ProjectedRows.FactTable, [], [], false, false)] : [];
        return new JournalWrite(row, Modes.Any, 0, projections, []);
    }
}
