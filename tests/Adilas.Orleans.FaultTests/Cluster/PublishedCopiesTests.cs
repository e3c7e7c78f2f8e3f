using System.Diagnostics;
using System.Text.Json;
using StackExchange.Redis;

namespace Adilas.Cluster;

/// <summary>What programs that can read nothing but Redis find there, of a real cluster.</summary>
[Collection(ClusterCollection.Name)]
public sealed class PublishedCopiesTests(ClusterFixture shared)
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(10);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Corporation => shared.Corporations[^1];

    [Fact]
    public async Task They_follow_each_layer_never_go_back_come_back_after_a_loss_and_go_when_they_are_not_wanted()
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(shared.Cluster.Redis.Configuration);
        await shared.Api.PatchCorporation(Corporation, """{"published":true}""");
        await Until(redis, "there is a copy", copy => copy is not null);

        var (revision, width) = (0L, 700);
        foreach (var scope in new[] { "system", "industry:retail", $"corporation:{Corporation}" })
        {
            await shared.Api.Set(scope, $$$"""{"images":{"width":{{{++width}}}}}""");
            await Until(redis, $"the change of {scope} is in the copy", IsNewer);
        }

        await redis.GetDatabase().ExecuteAsync("FLUSHALL");
        await Until(redis, "the emptied store is filled", IsNewer);

        var publisher = shared.Cluster.Silos[0];
        publisher.Kill();
        await shared.Api.Set($"corporation:{Corporation}", $$$"""{"images":{"width":{{{++width}}}}}""");
        await LocalCluster.Deadline.Until(
            "the copy is current after a silo was killed", async _ => await Copy(redis) is { } copy && IsNewer(copy), Scenario.Limit, Cancelled);

        await shared.Api.PatchCorporation(Corporation, """{"published":false}""");
        await Until(redis, "the copy is gone", copy => copy is null);
        await shared.WaitFor(publisher);
        await shared.IsWhole();

        bool IsNewer((long Revision, JsonElement Profile)? copy)
        {
            if (copy is not { } it || it.Profile.GetProperty("images").GetProperty("width").GetInt32() != width) return false;
            Assert.True(it.Revision > revision, $"Revision {it.Revision} came after {revision}.");
            revision = it.Revision;
            return true;
        }
    }

    private async Task Until(ConnectionMultiplexer redis, string what, Func<(long Revision, JsonElement Profile)?, bool> holds)
    {
        var watch = Stopwatch.StartNew();
        await LocalCluster.Deadline.Until(what, async _ => holds(await Copy(redis)), Scenario.Limit, Cancelled);
        Assert.True(watch.Elapsed < Promised, $"Until {what}, {watch.Elapsed} went by.");
    }

    private async Task<(long Revision, JsonElement Profile)?> Copy(ConnectionMultiplexer redis) =>
        await redis.GetDatabase().HashGetAsync($"profile:{Corporation}", ["revision", "json"]) is [{ IsNull: false } revision, var json]
            ? ((long)revision, JsonElement.Parse(json.ToString()))
            : null;
}
