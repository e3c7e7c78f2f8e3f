using System.Collections.Concurrent;
using Adilas.Calling;
using Adilas.LocalCluster;

namespace Adilas.Cluster;

/// <summary>
/// Two web hosts and two C# front ends hold profiles while layers change, silos die and a front end stands still: none ever goes back, and
/// in the end all hold what is stored.
/// </summary>
[Collection(ClusterCollection.Name)]
public sealed class SettingsConvergenceTests(ClusterFixture shared)
{
    private static readonly TimeSpan ChangesFor = TimeSpan.FromSeconds(Scenario.Size(usual: 12, full: 120));
    private static readonly TimeSpan StandsStillFor = TimeSpan.FromSeconds(7);

    private readonly string[] scopes =
        [.. new[] { "system", "industry:retail", "stack:data0" }.Concat(shared.Corporations.Select(id => $"corporation:{id}"))];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Front_ends_never_go_back_and_come_to_what_is_stored()
    {
        await using var one = await FrontEnd.Connect(shared.Cluster);
        await using var two = await FrontEnd.Connect(shared.Cluster);
        using var firstWeb = new Api(shared.Cluster.WebHosts[0].Url, shared.Cluster.OperatorKey);
        using var secondWeb = new Api(shared.Cluster.WebHosts[1].Url, shared.Cluster.OperatorKey);
        var views = new[] { new SeenProfiles(one), new SeenProfiles(two), new SeenProfiles(firstWeb), new SeenProfiles(secondWeb) };
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var newest = new ConcurrentDictionary<string, long>();

        var readers = views.Select(view => view.Read(shared.Corporations, end.Token)).ToList();
        var writers = Enumerable.Range(0, 4).Select(number => Write(number, newest, end.Token)).ToList();
        await Disturb();
        await end.CancelAsync();
        await Task.WhenAll(writers);
        await Task.WhenAll(readers);

        Assert.All(views, view => Assert.True(view.Readings > 50, $"A front end was read {view.Readings} times only."));
        Assert.True(newest.Values.Sum() > 100, "Hardly anything was written.");
        await shared.IsWhole();
        var layers = new StoredLayers(shared.Api);
        foreach (var corporation in shared.Corporations)
        {
            var stored = await layers.Merged(corporation);
            foreach (var view in views)
            {
                await Deadline.Until(
                    $"a front end holds what is stored of {corporation}",
                    async _ => (await view.Get(corporation)).Values == stored,
                    TimeSpan.FromSeconds(30),
                    Cancelled);
            }
        }
    }

    private async Task Disturb()
    {
        var half = ChangesFor / 2;
        await Task.Delay(half / 2, Cancelled);
        shared.Cluster.Silos[1].Kill();
        await Task.Delay(half / 2, Cancelled);
        shared.Cluster.WebHosts[1].Pause();
        await Task.Delay(StandsStillFor, Cancelled);
        shared.Cluster.WebHosts[1].Continue();
        await Task.Delay(half, Cancelled);
    }

    private async Task Write(int seed, ConcurrentDictionary<string, long> newest, CancellationToken end)
    {
        // By its own seed each, so that a failure can be had again.
        var random = new Random(seed);
        for (var n = 0; !end.IsCancellationRequested; n++)
        {
            var scope = scopes[random.Next(scopes.Length)];
            var value = random.Next(10) == 0 ? "null" : $"{seed * 1_000_000 + n}";
            var token = await shared.Api.Set(scope, $$$"""{"custom":{"k{{{random.Next(5)}}}":{{{value}}}}}""");
            newest.AddOrUpdate(scope, 1, (_, count) => count + 1);
            Assert.StartsWith($"{scope}@", token, StringComparison.Ordinal);
        }
    }
}
