using System.Text;
using Adilas.Access;
using Adilas.Platform;
using Adilas.Refusals;
using Adilas.Storage;
using Dapper;

namespace Adilas.Journal;

public sealed class OperationTests(MySqlFixture servers)
{
    private static readonly byte[] Answer1 = "1"u8.ToArray(), Answer2 = "2"u8.ToArray(), Answer3 = "3"u8.ToArray();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static Effect Answer(string operation, string answer = "{\"name\":\"secret-name\"}") => OperationResult.ToEffect(
        new CallerContext(CallerKind.Operator, "tester"), new OperationKey(operation, "hash-of-request"), Encoding.UTF8.GetBytes(answer));

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task An_answer_is_stored_with_its_change_and_found_by_its_caller_alone(SqlDialect dialect)
    {
        await using var journal = await TestJournal.Open(await servers.NewConnection(dialect));
        var log = journal.Get<IOperationLog>();
        await (await journal.Load("acme")).Write(new ThingState { Text = "one", Effects = [Answer("op-1", "{\"n\":1}")] });

        var found = await log.Find("tester", "op-1", Cancelled);

        Assert.Equal(("hash-of-request", "{\"n\":1}"), (found?.RequestHash, Encoding.UTF8.GetString(found?.Answer ?? [])));
        Assert.Null(await log.Find("somebody", "op-1", Cancelled));
        Assert.Null(await log.Find("tester", "OP-1", Cancelled));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task An_operation_id_that_is_taken_is_a_conflict_and_changes_nothing(SqlDialect dialect)
    {
        await using var journal = await TestJournal.Open(await servers.NewConnection(dialect));
        await (await journal.Load("acme")).Write(new ThingState { Text = "one", Effects = [Answer("op-1")] });
        var other = await journal.Load("beta");

        var refused = await Assert.ThrowsAsync<RefusedException>(() => other.Write(new ThingState { Text = "two", Effects = [Answer("op-1")] }));

        Assert.Equal(Refusal.Conflict, refused.Refusal);
        await other.Read();
        Assert.False(other.Held.RecordExists);
        await other.Write("free again");
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task The_answer_to_what_changed_nothing_is_stored_once_and_the_first_one_stands(SqlDialect dialect)
    {
        await using var journal = await TestJournal.Open(await servers.NewConnection(dialect));
        var log = journal.Get<IOperationLog>();
        var (caller, operation) = (new CallerContext(CallerKind.Operator, "tester"), new OperationKey("op-1", "hash-of-request"));

        Assert.Equal(Answer1, await log.Add(caller, operation, Answer1, Cancelled));
        Assert.Equal(Answer1, await log.Add(caller, operation, Answer2, Cancelled));
        Assert.Equal(Answer1, (await log.Find("tester", "op-1", Cancelled))?.Answer);
        var reused = await Assert.ThrowsAsync<RefusedException>(
            () => log.Add(caller, operation with { RequestHash = "other" }, Answer3, Cancelled));
        Assert.Equal((Refusal.Conflict, "idempotency-key-reused"), (reused.Refusal, reused.Code));

        await using var connection = await journal.Connect();
        await connection.ExecuteAsync($"UPDATE operation_result SET created_at = created_at - {(long)TimeSpan.FromHours(25).TotalMicroseconds}");
        Assert.Equal(Answer3, await log.Add(caller, operation with { RequestHash = "other" }, Answer3, Cancelled));
        Assert.Equal("other", (await log.Find("tester", "op-1", Cancelled))?.RequestHash);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task An_expired_answer_is_not_replayed_does_not_block_and_is_swept(SqlDialect dialect)
    {
        await using var journal = await TestJournal.Open(await servers.NewConnection(dialect));
        var thing = await journal.Load("acme");
        await thing.Write(new ThingState { Text = "one", Effects = [Answer("op-1"), Answer("op-2")] });
        await using var connection = await journal.Connect();
        await connection.ExecuteAsync($"UPDATE operation_result SET created_at = created_at - {(long)TimeSpan.FromHours(25).TotalMicroseconds}");

        Assert.Null(await journal.Get<IOperationLog>().Find("tester", "op-1", Cancelled));
        await thing.Write(new ThingState { Text = "two", Effects = [Answer("op-1", "{\"n\":2}")] });
        Assert.Equal("{\"n\":2}", Encoding.UTF8.GetString((await journal.Get<IOperationLog>().Find("tester", "op-1", Cancelled))!.Answer));

        Assert.Equal(1, await journal.Get<OperationSweeper>().Sweep(Cancelled));
        Assert.Equal(["op-1"], await connection.QueryAsync<string>("SELECT CAST(operation_id AS CHAR) FROM operation_result"));
    }
}
