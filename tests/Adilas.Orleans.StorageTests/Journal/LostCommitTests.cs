using Adilas.LocalCluster;
using Adilas.Platform;
using Adilas.Refusals;
using Dapper;
using MySqlConnector;
using Orleans.Storage;

namespace Adilas.Journal;

public sealed class LostCommitTests(MySqlFixture servers)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>One grain with projections, which takes a transaction, and one without, whose row commits by itself.</summary>
    public static TheoryData<string> Keys => ["acme", "acme/u1"];

    [Theory, MemberData(nameof(Keys))]
    public async Task A_write_whose_commit_was_answered_into_nowhere_is_acknowledged_once_and_applied_once(string key)
    {
        await using var world = await World.Open(servers);
        var thing = await world.Behind.Load(key);
        await thing.Write("one");

        world.Proxy.Next(FaultyProxy.Fault.CutAfter);
        await thing.Write("two");

        Assert.Equal(1, world.Proxy.Fired);
        Assert.Equal(2, thing.Version);
        Assert.Equal([1, 2], await world.Versions());
        await thing.Write("three");
        Assert.Equal([1, 2, 3], await world.Versions());
    }

    [Fact]
    public async Task A_whole_batch_whose_commit_was_answered_into_nowhere_is_applied_once()
    {
        await using var world = await World.Open(servers);
        var things = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => world.Behind.Load($"corp-{number}")));

        world.Proxy.Next(FaultyProxy.Fault.CutAfter);
        await Task.WhenAll(things.Select(thing => thing.Write("one")));

        Assert.Equal(1, world.Proxy.Fired);
        Assert.All(things, thing => Assert.Equal(1, thing.Version));
        Assert.Equal(100, (await world.Versions()).Count);
    }

    [Theory, MemberData(nameof(Keys))]
    public async Task A_write_whose_commit_never_reached_the_server_is_tried_again(string key)
    {
        await using var world = await World.Open(servers);
        var thing = await world.Behind.Load(key);
        await thing.Write("one");
        var commits = world.Proxy.Commits;

        world.Proxy.Next(FaultyProxy.Fault.CutBefore);
        await thing.Write("two");

        Assert.Equal(1, world.Proxy.Fired);
        Assert.Equal([1, 2], await world.Versions());
        Assert.Equal(commits + 2, world.Proxy.Commits);
    }

    [Fact]
    public async Task A_commit_that_comes_late_wins_over_an_activation_that_has_read_before_it()
    {
        await using var world = await World.Open(servers);
        var old = await world.Behind.Load("acme");
        await old.Write("one");
        world.Proxy.Next(FaultyProxy.Fault.Hold);
        var writing = old.Write("two");
        await world.Proxy.Held.WaitAsync(Limit, Cancelled);

        await using var elsewhere = await TestJournal.Open(world.Direct);
        var fresh = await elsewhere.Load("acme");
        Assert.Equal("one", fresh.State.Text);
        world.Proxy.Release();
        await Deadline.Until("the late commit is there", async _ => (await world.Versions()).Count == 2, Limit, Cancelled);

        await Assert.ThrowsAsync<InconsistentStateException>(() => fresh.Write("mine"));
        await writing;
        Assert.Equal(2, old.Version);
        Assert.Equal("two", (await elsewhere.Load("acme")).State.Text);
        Assert.Equal([1, 2], await world.Versions());
    }

    [Fact]
    public async Task A_row_that_comes_late_finds_its_place_taken_by_its_own_repetition()
    {
        await using var world = await World.Open(servers);
        var thing = await world.Behind.Load("acme/u1");
        await thing.Write("one");
        world.Proxy.Next(FaultyProxy.Fault.Hold);
        var writing = thing.Write("two");
        await world.Proxy.Held.WaitAsync(Limit, Cancelled);

        await writing;
        world.Proxy.Release();
        await thing.Write("three");

        Assert.Equal([1, 2, 3], await world.Versions());
        Assert.Equal("three", (await world.Behind.Load("acme/u1")).State.Text);
    }

    [Theory, MemberData(nameof(Keys))]
    public async Task When_another_wrote_while_the_outcome_was_unknown_the_lost_write_is_stale(string key)
    {
        await using var world = await World.Open(servers);
        var old = await world.Behind.Load(key);
        await old.Write("one");
        await using var elsewhere = await TestJournal.Open(world.Direct);
        var fresh = await elsewhere.Load(key);

        world.Proxy.IsClosed = true;
        world.Proxy.Next(FaultyProxy.Fault.CutBefore);
        var writing = old.Write("two");
        await Deadline.Until("the commit is cut off", _ => Task.FromResult(world.Proxy.Fired == 1), Limit, Cancelled);
        await Deadline.Until("the other has written", async _ =>
        {
            await fresh.Write("mine");
            return true;
        }, Limit, Cancelled);
        world.Proxy.IsClosed = false;

        await Assert.ThrowsAsync<InconsistentStateException>(() => writing);
        Assert.Equal([1, 2], await world.Versions());
    }

    [Theory, MemberData(nameof(Keys))]
    public async Task When_nobody_can_be_asked_the_outcome_is_unknown_and_the_store_recovers(string key)
    {
        await using var world = await World.Open(servers, ("Journal:OutcomeLimit", "00:00:01"));
        var thing = await world.Behind.Load(key);
        await thing.Write("one");

        world.Proxy.IsClosed = true;
        world.Proxy.Next(FaultyProxy.Fault.CutAfter);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => thing.Write("two"));

        Assert.Equal(1, world.Proxy.Fired);
        Assert.Equal((Refusal.OutcomeUnknown, "outcome-unknown"), (refused.Refusal, refused.Code));
        Assert.Null(refused.InnerException);
        world.Proxy.IsClosed = false;
        var reloaded = await world.Behind.Load(key);
        Assert.Equal("two", reloaded.State.Text);
        await reloaded.Write("three");
        Assert.Equal([1, 2, 3], await world.Versions());
    }

    private sealed class World : IAsyncDisposable
    {
        public required FaultyProxy Proxy { get; init; }

        public required PlatformConnection Direct { get; init; }

        /// <summary>Reaches its server through the proxy.</summary>
        public required TestJournal Behind { get; init; }

        public static async Task<World> Open(MySqlFixture servers, params (string, string)[] settings)
        {
            var direct = await servers.NewDatabase();
            var proxy = new FaultyProxy((int)new MySqlConnectionStringBuilder(direct.ConnectionString).Port);
            var behind = PlatformConnection.ForServer(proxy.Through(direct.ConnectionString));
            return new World { Proxy = proxy, Direct = direct, Behind = await TestJournal.Open(behind, null, settings) };
        }

        public async Task<List<long>> Versions()
        {
            await using var connection = new MySqlConnection(Direct.ConnectionString);
            return [.. await connection.QueryAsync<long>("SELECT version FROM journal ORDER BY version")];
        }

        public async ValueTask DisposeAsync()
        {
            await Behind.DisposeAsync();
            await Proxy.DisposeAsync();
        }
    }
}
