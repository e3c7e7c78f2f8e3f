using System.Globalization;
using Adilas.LocalCluster;
using Adilas.Platform;
using Adilas.Refusals;
using Dapper;
using MySqlConnector;
using Orleans.Storage;

namespace Adilas.Journal;

/// <summary>What happens when the server itself goes, or turns read-only. On a server of their own, which they may break.</summary>
public sealed class ServerFailureTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private PrivateMySql server = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => server = await PrivateMySql.Start(cancellationToken: Cancelled);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_server_that_is_killed_under_load_loses_nothing_that_was_acknowledged()
    {
        await using var journal = await TestJournal.Open(Connection("adilas_kill", server.User, server.Password));
        using var stop = new CancellationTokenSource();
        var counters = Enumerable.Range(0, 40).Select(number => Count(journal, $"corp-{number}/counter", stop.Token)).ToList();
        for (var round = 0; round < 2; round++)
        {
            await Progress(journal, atLeast: 500 * (round + 1));
            await server.Kill();
            await server.Restart(Cancelled);
        }

        await Progress(journal, atLeast: 2_000);
        await stop.CancelAsync();
        var results = await Task.WhenAll(counters);

        foreach (var (key, acknowledged, refusals) in results)
        {
            Assert.All(refusals, refusal => Assert.Contains(refusal, (Refusal[])[Refusal.Unavailable, Refusal.OutcomeUnknown]));
            var stored = await journal.Load(key);
            Assert.InRange(int.Parse(stored.State.Text, CultureInfo.InvariantCulture), acknowledged, int.MaxValue);
            Assert.Equal(stored.Version, int.Parse(stored.State.Text, CultureInfo.InvariantCulture));
            Assert.Null((await journal.Get<Storage.IJournalVerifier>().Check(Activation.StateNameOf(key), key, Cancelled)).Fault);
        }
    }

    [Fact]
    public async Task A_server_that_is_down_is_unavailable_soon_and_used_again_when_it_is_back()
    {
        await using var journal = await TestJournal.Open(Connection("adilas_down", server.User, server.Password));
        var thing = await journal.Load("acme");
        await thing.Write("one");
        await server.Kill();

        var refused = await Assert.ThrowsAsync<RefusedException>(() => thing.Write("two").WaitAsync(Limit, Cancelled));
        var unread = await Assert.ThrowsAsync<RefusedException>(() => journal.Load("acme").WaitAsync(Limit, Cancelled));

        Assert.Equal((Refusal.Unavailable, "database-unreachable"), (refused.Refusal, refused.Code));
        Assert.Equal((Refusal.Unavailable, "database-unreachable"), (unread.Refusal, unread.Code));
        Assert.Null(refused.InnerException);
        await server.Restart(Cancelled);
        await thing.Read();
        await thing.Write("three");
        Assert.Equal(2, thing.Version);
    }

    [Fact]
    public async Task A_read_only_server_is_unavailable_at_once_and_writes_go_on_by_themselves_afterwards()
    {
        await using var root = new MySqlConnection(server.ConnectionString);
        await root.ExecuteAsync("""
            CREATE DATABASE adilas_plain; CREATE USER 'plain'@'127.0.0.1' IDENTIFIED BY 'plain-words';
            GRANT ALL ON adilas_plain.* TO 'plain'@'127.0.0.1'
            """);
        await using var journal = await TestJournal.Open(Connection("adilas_plain", "plain", "plain-words"));
        var thing = await journal.Load("acme");
        await thing.Write("one");

        await root.ExecuteAsync("SET GLOBAL read_only = 1");
        var refused = await Assert.ThrowsAsync<RefusedException>(() => thing.Write("two"));
        Assert.Equal((Refusal.Unavailable, "database-read-only"), (refused.Refusal, refused.Code));
        await thing.Read();
        Assert.Equal("one", thing.State.Text);

        await root.ExecuteAsync("SET GLOBAL read_only = 0");
        await thing.Write("two");
        Assert.Equal(2, thing.Version);
    }

    [Fact]
    public async Task A_server_that_stops_answering_holds_a_write_no_longer_than_the_limits_say()
    {
        await using var journal = await TestJournal.Open(
            Connection("adilas_pause", server.User, server.Password), null, ("Journal:StatementLimit", "00:00:01"), ("Journal:OutcomeLimit", "00:00:02"));
        var thing = await journal.Load("acme");
        await thing.Write("one");

        server.Pause();
        await Deadline.Until(
            "the server stands still",
            async token => (await File.ReadAllTextAsync($"/proc/{server.ProcessId}/stat", token)).Contains(") T ", StringComparison.Ordinal),
            Limit,
            Cancelled);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => thing.Write("two").WaitAsync(Limit, Cancelled));
        Assert.Contains(refused.Refusal, (Refusal[])[Refusal.Unavailable, Refusal.OutcomeUnknown]);
        server.Continue();

        await Deadline.Until(
            "writes go on",
            async _ =>
            {
                await thing.Read();
                await thing.Write("three");
                return true;
            },
            Limit,
            Cancelled);
    }

    private PlatformConnection Connection(string database, string user, string password) => PlatformConnection.ForServer(new MySqlConnectionStringBuilder
    {
        Server = "127.0.0.1",
        Port = (uint)server.Port,
        UserID = user,
        Password = password,
        Database = database,
    }.ConnectionString);

    private static async Task Progress(TestJournal journal, long atLeast) => await Deadline.Until(
        $"{atLeast} rows are stored",
        async _ =>
        {
            await using var connection = await journal.Connect();
            return await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM journal") >= atLeast;
        },
        Limit,
        Cancelled);

    /// <summary>A grain that counts, and loads itself again whenever a write did not succeed.</summary>
    private static async Task<(string Key, int Acknowledged, List<Refusal> Refusals)> Count(TestJournal journal, string key, CancellationToken stop)
    {
        var (acknowledged, refusals) = (0, new List<Refusal>());
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var grain = await journal.Load(key);
                while (!stop.IsCancellationRequested)
                {
                    await grain.Write((grain.Version + 1).ToString(CultureInfo.InvariantCulture));
                    acknowledged = (int)grain.Version;
                }
            }
            catch (RefusedException refused)
            {
                refusals.Add(refused.Refusal);
            }
            catch (InconsistentStateException)
            {
                // An unknown outcome that turned out well: load again and go on.
            }
        }

        return (key, acknowledged, refusals);
    }
}
