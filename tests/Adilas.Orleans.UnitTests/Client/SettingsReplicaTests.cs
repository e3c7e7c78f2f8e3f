using Adilas.Access;
using Adilas.Corporations;
using Adilas.Refusals;
using Adilas.Settings;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Adilas.Client;

public sealed class SettingsReplicaTests : IAsyncDisposable
{
    private static readonly CorporationId Acme = CorporationId.Parse("acme");

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly PretendCluster cluster;
    private readonly SettingsReplica replica;

    public SettingsReplicaTests()
    {
        (var grains, cluster) = PretendCluster.Create();
        var options = new ReplicaOptions { IdleAfter = TimeSpan.FromSeconds(10), BudgetMebibytes = 1 };
        replica = new SettingsReplica(grains, new CallerAccessor(), Options.Create(options), clock, NullLogger<SettingsReplica>.Instance);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_held_is_read_without_asking_anybody()
    {
        cluster.Store("corporation:acme", 3, """{"images":{"width":800}}""");
        var first = await replica.Get(Acme, cancellationToken: Cancelled);
        var readings = cluster.Readings;

        Assert.Same(first, await replica.Get(Acme, cancellationToken: Cancelled));
        Assert.Same(first, replica.FindHeld(Acme));
        Assert.Equal(readings, cluster.Readings);
        Assert.Equal((800, 3L), (first.Get<int>("images.width"), first.Layers["corporation:acme"]));
    }

    [Fact]
    public async Task A_change_is_seen_and_an_older_version_never_again()
    {
        cluster.Store("corporation:acme", 3, """{"custom":{"n":3}}""");
        await replica.Get(Acme, cancellationToken: Cancelled);
        await using var watching = replica.Watch(Acme, cancellationToken: Cancelled).GetAsyncEnumerator(Cancelled);
        await watching.MoveNextAsync();

        cluster.Store("corporation:acme", 4, """{"custom":{"n":4}}""");
        cluster.Tell("corporation:acme", 4);
        await watching.MoveNextAsync();
        Assert.Equal(4, watching.Current.Get<int>("custom.n"));

        cluster.Store("corporation:acme", 2, """{"custom":{"n":2}}""");
        cluster.Tell("corporation:acme", 2);
        cluster.Store("system", 9, """{"custom":{"s":9}}""");
        cluster.Tell("system", 9);
        await watching.MoveNextAsync();
        Assert.Equal((4, 9), (watching.Current.Get<int>("custom.n"), watching.Current.Get<int>("custom.s")));
    }

    [Fact]
    public async Task Who_watches_a_profile_is_not_woken_by_the_changes_of_others()
    {
        var (other, never) = (CorporationId.Parse("other"), new TaskCompletionSource());
        var mine = (await replica.Get(Acme, cancellationToken: Cancelled)).Sources.WhenChanged(never.Task);
        var theirs = (await replica.Get(other, cancellationToken: Cancelled)).Sources.WhenChanged(never.Task);

        cluster.Store("corporation:other", 1, "{}");
        cluster.Tell("corporation:other", 1);
        await theirs.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
        Assert.False(mine.IsCompleted);

        cluster.Store("system", 1, "{}");
        cluster.Tell("system", 1);
        await mine.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
    }

    [Fact]
    public async Task A_write_is_waited_for_by_its_token()
    {
        cluster.Store("corporation:acme", 1, """{"custom":{"n":1}}""");
        await replica.Get(Acme, cancellationToken: Cancelled);
        cluster.Store("corporation:acme", 2, """{"custom":{"n":2}}""");

        Assert.Equal(1, (await replica.Get(Acme, cancellationToken: Cancelled)).Get<int>("custom.n"));
        Assert.Equal(2, (await replica.Get(Acme, minVersion: "corporation:acme@2", cancellationToken: Cancelled)).Get<int>("custom.n"));
    }

    [Fact]
    public async Task Hard_settings_end_with_the_lease_and_soft_ones_do_not()
    {
        cluster.Store("corporation:acme", 1, """{"limits":{"users":7},"images":{"width":800}}""");
        var profile = await replica.Get(Acme, cancellationToken: Cancelled);
        cluster.CutOff = new();

        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal((7, false), (profile.Get<int>("limits.users"), profile.IsLeaseEnded));
        clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal((800, true), (profile.Get<int>("images.width"), profile.IsLeaseEnded));
        var refused = Assert.Throws<RefusedException>(() => profile.Get<int>("limits.users"));
        Assert.Equal((Refusal.Unavailable, "profile-lease-ended"), (refused.Refusal, refused.Code));
    }

    [Fact]
    public async Task One_who_gives_up_takes_nothing_from_those_who_wait()
    {
        await replica.Get(CorporationId.Parse("other"), cancellationToken: Cancelled);
        cluster.CutOff = new();
        using var impatience = new CancellationTokenSource();
        var impatient = replica.Get(Acme, cancellationToken: impatience.Token).AsTask();
        var patient = replica.Get(Acme, cancellationToken: Cancelled).AsTask();

        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        var cut = cluster.CutOff;
        cluster.CutOff = null;
        cut.SetResult();

        Assert.Equal(Acme, (await patient).Corporation);
    }

    [Fact]
    public async Task What_nobody_reads_is_dropped()
    {
        await replica.Get(Acme, cancellationToken: Cancelled);
        await replica.Get(CorporationId.Parse("other"), cancellationToken: Cancelled);
        for (var tick = 0; tick < 11; tick++)
        {
            await replica.Tick();
            Assert.NotNull(replica.FindHeld(Acme));
        }

        Assert.Equal(1, replica.Count);
        Assert.Null(replica.FindHeld(CorporationId.Parse("other")));
    }

    [Fact]
    public async Task More_than_the_budget_is_not_held()
    {
        var document = $$$"""{"custom":{"text":"{{{new string('x', 100_000)}}}"}}""";
        var ids = Enumerable.Range(0, 20).Select(number => CorporationId.Parse($"c{number}")).ToList();
        foreach (var id in ids)
        {
            cluster.Store($"corporation:{id.Value}", 1, document);
            await replica.Get(id, cancellationToken: Cancelled);
            await replica.Tick();
        }

        Assert.InRange(replica.Count, 1, 10);
        Assert.NotNull(replica.FindHeld(ids[^1]));
        Assert.Equal(100_000, (await replica.Get(ids[0], cancellationToken: Cancelled)).Get<string>("custom.text").Length);
    }

    [Fact]
    public async Task A_token_of_no_version_is_refused_and_harms_nobody()
    {
        cluster.Store("corporation:acme", 1, """{"limits":{"users":7}}""");
        var refused = await Assert.ThrowsAsync<RefusedException>(
            () => replica.Get(Acme, minVersion: "corporation:acme@999999999", cancellationToken: Cancelled).AsTask());
        Assert.Equal("token-unknown", refused.Code);

        await using var watching = replica.Watch(Acme, cancellationToken: Cancelled).GetAsyncEnumerator(Cancelled);
        await watching.MoveNextAsync();
        cluster.Store("corporation:acme", 2, """{"limits":{"users":8}}""");
        cluster.Tell("corporation:acme", 2);
        await watching.MoveNextAsync();
        cluster.Tell("system", 1);

        Assert.Equal((8, false), (watching.Current.Get<int>("limits.users"), watching.Current.IsLeaseEnded));
    }

    [Fact]
    public async Task What_is_heard_while_the_first_reading_is_under_way_is_read_after_it()
    {
        cluster.Store("corporation:acme", 1, """{"custom":{"n":1}}""");
        var late = cluster.Late["acme"] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await replica.Get(CorporationId.Parse("other"), cancellationToken: Cancelled);
        var reading = replica.Get(Acme, cancellationToken: Cancelled).AsTask();
        while (cluster.Readings < 5) await Task.Delay(1, Cancelled);

        cluster.Store("corporation:acme", 2, """{"custom":{"n":2}}""");
        cluster.Tell("corporation:acme", 2);
        await Task.Delay(20, Cancelled);
        cluster.Late.Clear();
        late.SetResult();

        await reading;
        await foreach (var profile in replica.Watch(Acme, cancellationToken: Cancelled))
            if (profile.Get<int>("custom.n") == 2) break;
    }

    [Fact]
    public async Task A_plan_that_changes_while_its_layers_are_read_is_the_new_one()
    {
        cluster.Store("plan:gold", 1, """{"custom":{"plan":"gold"}}""");
        cluster.Store("plan:silver", 1, """{"custom":{"plan":"silver"}}""");
        cluster.ChangePlan("acme", "gold", 2);
        var late = cluster.Late["~plan/gold"] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = replica.Get(Acme, cancellationToken: Cancelled).AsTask();
        while (cluster.Readings < 4) await Task.Delay(1, Cancelled);

        cluster.ChangePlan("acme", "silver", 3);
        await Task.Delay(20, Cancelled);
        cluster.Late.Clear();
        late.SetResult();

        await reading;
        await foreach (var profile in replica.Watch(Acme, cancellationToken: Cancelled))
            if (profile.Get<string>("custom.plan") == "silver") break;
    }

    [Fact]
    public async Task A_profile_that_is_kept_grows_old_when_it_is_replaced()
    {
        cluster.Store("corporation:acme", 1, """{"limits":{"users":7}}""");
        var kept = await replica.Get(Acme, cancellationToken: Cancelled);
        await using var watching = replica.Watch(Acme, cancellationToken: Cancelled).GetAsyncEnumerator(Cancelled);
        await watching.MoveNextAsync();
        cluster.Store("corporation:acme", 2, """{"limits":{"users":8}}""");
        cluster.Tell("corporation:acme", 2);
        await watching.MoveNextAsync();

        clock.Advance(TimeSpan.FromSeconds(6));

        Assert.True(kept.IsLeaseEnded);
        Assert.Throws<RefusedException>(() => kept.Get<int>("limits.users"));
    }

    [Fact]
    public async Task Who_watches_keeps_a_profile_from_being_dropped()
    {
        cluster.Store("corporation:acme", 1, """{"custom":{"n":1}}""");
        await using var watching = replica.Watch(Acme, cancellationToken: Cancelled).GetAsyncEnumerator(Cancelled);
        await watching.MoveNextAsync();
        var next = watching.MoveNextAsync().AsTask();
        for (var tick = 0; tick < 200; tick++)
        {
            await replica.Tick();
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1, Cancelled);
        }

        cluster.Store("corporation:acme", 2, """{"custom":{"n":2}}""");
        cluster.Tell("corporation:acme", 2);

        await next;
        Assert.Equal(2, watching.Current.Get<int>("custom.n"));
    }

    [Theory]
    [InlineData("nonsense", "token-malformed")]
    [InlineData("corporation:acme@0", "token-malformed")]
    [InlineData("corporation:other@1", "token-foreign")]
    public async Task What_is_no_token_of_this_profile_is_refused(string token, string code) => Assert.Equal(code, (await Assert.ThrowsAsync<RefusedException>(
        () => replica.Get(Acme, minVersion: token, cancellationToken: Cancelled).AsTask())).Code);

    public async ValueTask DisposeAsync()
    {
        cluster.CutOff?.TrySetResult();
        await replica.StopAsync(CancellationToken.None);
        replica.Dispose();
    }
}
