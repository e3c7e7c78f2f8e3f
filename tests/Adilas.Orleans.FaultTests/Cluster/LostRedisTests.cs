using Adilas.Calling;
using Adilas.LocalCluster;
using StackExchange.Redis;

namespace Adilas.Cluster;

/// <summary>What Redis holds may be lost at any time: nothing durable goes with it, and no call waits for it.</summary>
[Collection(ClusterCollection.Name)]
public sealed class LostRedisTests(ClusterFixture shared)
{
    private const int Some = 200;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Emptied_killed_and_hanging_under_load_it_costs_nothing_durable_and_no_call()
    {
        var load = new WriteLoad(shared.Corporations);
        await using var front = await FrontEnd.Connect(shared.Cluster);
        await using var reads = ReadLoad.Start(front, shared.Corporations, readers: 2);
        await using var byLibrary = load.Start(new FrontEndWriter(front), writers: 2);
        await using var byApi = load.Start(new ApiWriter(shared.Api), writers: 2);
        await load.WaitForMore(Some, Cancelled);

        for (var round = 0; round < Scenario.Size(usual: 1, full: 5); round++)
        {
            await Empty();
            await load.WaitForMore(Some, Cancelled);
            await Kill();
            await load.WaitForMore(Some, Cancelled);
            await Hang(() => load.WaitForMore(Some, Cancelled));
        }

        await reads.HasNoFailure();
        await byLibrary.Stop();
        await byApi.Stop();
        Assert.Empty(load.Failures);
        await load.Verify(shared.Api);
        await shared.IsWhole();
    }

    private async Task Empty()
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(shared.Cluster.Redis.Configuration);
        await redis.GetDatabase().ExecuteAsync("FLUSHALL");
    }

    private async Task Kill()
    {
        var redis = shared.Cluster.Redis;
        await redis.Kill();
        await Deadline.Until("the cluster started Redis again", _ => Task.FromResult(redis.ProcessId > 0), Scenario.Limit, Cancelled);
    }

    private async Task Hang(Func<Task> meanwhile)
    {
        shared.Cluster.Redis.Pause();
        try
        {
            await meanwhile();
        }
        finally
        {
            shared.Cluster.Redis.Continue();
        }
    }
}
