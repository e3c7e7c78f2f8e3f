using Adilas.Platform;
using Adilas.Storage;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Adilas.Journal;

/// <summary>Nothing is stored under a time that readers have already gone past.</summary>
public sealed class LateBatchTests(MySqlFixture servers)
{
    /// <summary>One grain with projections, which takes a transaction, and one without, whose row commits by itself.</summary>
    public static TheoryData<SqlDialect, string> Writes => new()
    {
        { SqlDialect.MySql, "acme" }, { SqlDialect.MySql, "acme/u1" }, { SqlDialect.Sqlite, "acme" }, { SqlDialect.Sqlite, "acme/u1" },
    };

    [Theory, MemberData(nameof(Writes))]
    public async Task A_batch_that_was_frozen_before_its_commit_is_stored_under_a_new_time(SqlDialect dialect, string key)
    {
        var clock = new SlowTime();
        await using var journal = await TestJournal.Open(
            await servers.NewConnection(dialect), services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock)));
        var thing = await journal.Load(key);

        clock.FreezeAfterNextLook();
        await thing.Write("one");

        Assert.True(clock.WasFrozen);
        await using var connection = await journal.Connect();
        var at = StoredTime.FromMicroseconds(await connection.QuerySingleAsync<long>("SELECT written_at FROM journal"));
        Assert.InRange(clock.GetUtcNow() - at, TimeSpan.Zero, RowDelay.BeforeCommit);
    }

    /// <summary>A clock that says once how late it was before a process was frozen, and then how late it is.</summary>
    private sealed class SlowTime : TimeProvider
    {
        private static readonly TimeSpan Frozen = RowDelay.BeforeCommit + TimeSpan.FromSeconds(1);
        private int looksBefore;

        public bool WasFrozen { get; private set; }

        public void FreezeAfterNextLook() => Volatile.Write(ref looksBefore, 1);

        public override DateTimeOffset GetUtcNow()
        {
            if (Interlocked.Exchange(ref looksBefore, 0) == 0) return System.GetUtcNow();
            WasFrozen = true;
            return System.GetUtcNow() - Frozen;
        }
    }
}
