using Adilas.Journal;
using Adilas.Platform;
using Adilas.Storage;
using Dapper;

namespace Adilas.Access;

public sealed class RefusalLogTests(MySqlFixture servers)
{
    private static readonly DateTimeOffset Minute = new(2026, 3, 4, 5, 6, 0, TimeSpan.Zero);
    private static readonly RefusalCount Missing = new(Minute, "acme", "key:k1", "Corporation.Find", "permission-missing", 3);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task What_is_added_again_is_one_row_with_the_sum_and_whatever_differs_is_another(SqlDialect dialect)
    {
        await using var journal = await TestJournal.Open(await servers.NewConnection(dialect), services => services.AddPlatformPorts());
        var log = journal.Get<IRefusalLog>();
        RefusalCount[] others =
        [
            Missing with { Subject = "Acme" }, Missing with { Actor = "key:k2" }, Missing with { Action = "Corporation.Close" },
            Missing with { Code = "mode" }, Missing with { Minute = Minute.AddMinutes(1) },
        ];

        await log.Add([Missing, .. others], Cancelled);
        await log.Add([Missing with { Count = 4 }], Cancelled);

        var stored = await Stored(journal);
        Assert.Equal(1 + others.Length, stored.Count);
        Assert.Contains(Missing with { Count = 7 }, stored);
        Assert.All(others, other => Assert.Contains(other, stored));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_subject_that_is_longer_than_any_real_one_is_cut_and_what_is_too_old_goes(SqlDialect dialect)
    {
        await using var journal = await TestJournal.Open(await servers.NewConnection(dialect), services => services.AddPlatformPorts());
        var log = journal.Get<IRefusalLog>();
        await log.Add([Missing], Cancelled);
        var later = Missing with { Minute = Minute + RefusalLog.Retention };
        await log.Add([later], Cancelled);
        Assert.Equal(2, (await Stored(journal)).Count);

        var last = later with { Minute = later.Minute.AddMinutes(1), Subject = new string('ä', 5_000) };
        await log.Add([last], Cancelled);

        Assert.Equal([later, last with { Subject = new string('ä', 192) }], await Stored(journal));
    }

    private static async Task<List<RefusalCount>> Stored(TestJournal journal)
    {
        await using var connection = await journal.Connect();
        var rows = await connection.QueryAsync<(long Minute, string Subject, string Actor, string Action, string Code, long Count)>(
            "SELECT minute, subject, actor, action, code, count FROM refusal_count ORDER BY minute");
        return [.. rows.Select(row => new RefusalCount(StoredTime.FromMicroseconds(row.Minute), row.Subject, row.Actor, row.Action, row.Code, row.Count))];
    }
}
