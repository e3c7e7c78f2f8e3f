using Adilas.Calling;

namespace Adilas.Cluster;

/// <summary>Hosts are killed and stopped while programs read and write, through the API and through the client library.</summary>
[Collection(ClusterCollection.Name)]
public sealed class LostHostTests(ClusterFixture shared) : IAsyncLifetime
{
    private const int Some = 200;

    private readonly WriteLoad load = new(shared.Corporations);
    private FrontEnd front = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_killed_silo_costs_no_acknowledged_write_and_no_repeatable_call()
    {
        await using var reads = ReadLoad.Start(front, shared.Corporations, readers: 4);
        await using var byLibrary = load.Start(new FrontEndWriter(front), writers: 4);
        await using var byApi = load.Start(new ApiWriter(shared.Api), writers: 4);
        await load.WaitForMore(Some, Cancelled);

        for (var kill = 0; kill < Scenario.Size(usual: 2, full: 5); kill++)
        {
            var victim = shared.Cluster.Silos[kill % shared.Cluster.Silos.Count];
            victim.Kill();
            await load.WaitForMore(Some, Cancelled);
            await shared.WaitFor(victim);
        }

        await reads.HasNoFailure();
        await byLibrary.Stop();
        await byApi.Stop();
        await load.Verify(shared.Api);
        await shared.IsWhole();
    }

    [Fact]
    public async Task A_stopped_silo_costs_no_call_at_all()
    {
        await using var reads = ReadLoad.Start(front, shared.Corporations, readers: 4);
        await using var byLibrary = load.Start(new FrontEndWriter(front), writers: 4);
        await using var byApi = load.Start(new ApiWriter(shared.Api), writers: 4);
        await load.WaitForMore(Some, Cancelled);

        var leaving = shared.Cluster.Silos[^1];
        await leaving.Stop();
        await load.WaitForMore(Some, Cancelled);
        await leaving.Start(Cancelled);
        await load.WaitForMore(Some, Cancelled);

        await reads.HasNoFailure();
        await byLibrary.Stop();
        await byApi.Stop();
        Assert.Empty(load.Failures);
        await load.Verify(shared.Api);
        await shared.IsWhole();
    }

    [Fact]
    public async Task When_a_web_host_is_killed_the_other_one_serves()
    {
        await using var byApi = load.Start(new ApiWriter(shared.Api), writers: 4);
        await load.WaitForMore(Some, Cancelled);

        var victim = shared.Cluster.WebHosts[0];
        var before = victim.ProcessId;
        victim.Kill();
        var readMeanwhile = 0;
        while (victim.ProcessId is 0 || victim.ProcessId == before)
        {
            var id = shared.Corporations[readMeanwhile++ % shared.Corporations.Count];
            Assert.Contains(id, await shared.Api.Get($"corporations/{id}"), StringComparison.Ordinal);
        }

        Assert.True(readMeanwhile > 0);
        await load.WaitForMore(Some, Cancelled);
        await byApi.Stop();
        await load.Verify(shared.Api);
        await shared.IsWhole();
    }

    [Fact]
    public async Task A_stopped_web_host_costs_no_call_at_all()
    {
        await using var byApi = load.Start(new ApiWriter(shared.Api), writers: 8);
        await load.WaitForMore(Some, Cancelled);

        foreach (var leaving in shared.Cluster.WebHosts)
        {
            await leaving.Stop();
            await load.WaitForMore(Some, Cancelled);
            await leaving.Start(Cancelled);
            await load.WaitForMore(Some, Cancelled);
        }

        await byApi.Stop();
        Assert.Empty(load.Failures);
        await load.Verify(shared.Api);
        await shared.IsWhole();
    }

    [Fact]
    public async Task Whoever_signed_in_at_a_web_host_that_is_killed_goes_on_at_the_other_one()
    {
        using var browser = new SignedInBrowser();
        var (first, second) = (shared.Cluster.WebHosts[0], shared.Cluster.WebHosts[1]);
        Assert.False(await browser.IsSignedIn(second.Url));
        await browser.SignIn(first.Url, shared.Cluster.OperatorKey);
        Assert.True(await browser.IsSignedIn(first.Url));

        first.Kill();

        Assert.True(await browser.IsSignedIn(second.Url));
        await shared.IsWhole();
        Assert.True(await browser.IsSignedIn(first.Url));
    }

    public async ValueTask InitializeAsync() => front = await FrontEnd.Connect(shared.Cluster);

    public ValueTask DisposeAsync() => front.DisposeAsync();
}
