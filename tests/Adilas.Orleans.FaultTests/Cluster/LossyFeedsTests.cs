using System.Diagnostics;
using Adilas.Calling;
using Adilas.LocalCluster;

namespace Adilas.Cluster;

/// <summary>
/// Four front ends hold the profiles of many corporations while layers of every kind change, and much of what feeds tell them comes late or
/// never: none ever goes back to an older version, and in the end all hold what is stored.
/// </summary>
[Collection(ClusterCollection.Name)]
public sealed class LossyFeedsTests(ClusterFixture shared, ITestOutputHelper output)
{
    private const int FrontEnds = 4;
    private static readonly int Corporations = Scenario.Size(usual: 30, full: 1_000);
    private static readonly TimeSpan ChangesFor = TimeSpan.FromSeconds(Scenario.Size(usual: 10, full: 120));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Front_ends_that_hear_late_or_not_at_all_never_go_back_and_come_to_what_is_stored()
    {
        var corporations = await Some();
        var networks = Enumerable.Range(1, FrontEnds).Select(seed => new LossyFeeds(seed)).ToList();
        List<FrontEnd> fronts = [];
        try
        {
            foreach (var network in networks) fronts.Add(await FrontEnd.Connect(shared.Cluster, network, ("Settings:Lease", "00:01:00")));
            var views = fronts.Select(front => new SeenProfiles(front)).ToList();
            using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
            var readers = views.Select(view => view.Read(corporations, end.Token)).ToList();
            var written = (await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => Write(seed, corporations)))).Sum();
            var watch = Stopwatch.StartNew();
            foreach (var view in views) await Converges(view, corporations);
            output.WriteLine($"{written} changes; all {FrontEnds} front ends held what is stored of {Corporations} corporations {watch.Elapsed} after the last.");
            await end.CancelAsync();
            await Task.WhenAll(readers);

            Assert.True(written > 50, $"Only {written} changes were made.");
            Assert.All(views, view => Assert.True(view.Readings > 50, $"A front end was read {view.Readings} times only."));
            Assert.All(networks, network => Assert.True(network is { Delayed: > 10, Lost: > 5 }, $"Delayed {network.Delayed}, lost {network.Lost}."));
        }
        finally
        {
            foreach (var front in fronts) await front.DisposeAsync();
        }

        await shared.IsWhole();
    }

    private async Task<IReadOnlyList<string>> Some()
    {
        var others = Enumerable.Range(0, Math.Max(0, Corporations - shared.Corporations.Count)).Select(_ => Orders.NewId("corporation")).ToList();
        await Parallel.ForEachAsync(
            others, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (id, _) => await shared.Api.Order(Orders.Line(id)));
        await shared.Api.WaitForAll(others);
        return [.. shared.Corporations.Concat(others).Take(Corporations)];
    }

    /// <summary>Of layers that many have as often as of layers that one has.</summary>
    private async Task<int> Write(int seed, IReadOnlyList<string> corporations)
    {
        // By its own seed each, so that a failure can be had again.
        var (random, watch, count) = (new Random(seed), Stopwatch.StartNew(), 0);
        string[] many = ["system", "industry:retail", "stack:data0"];
        for (; watch.Elapsed < ChangesFor; count++)
        {
            var scope = random.Next(2) == 0 ? many[random.Next(many.Length)] : $"corporation:{corporations[random.Next(corporations.Count)]}";
            var value = random.Next(10) == 0 ? "null" : $"{seed * 1_000_000 + count}";
            await shared.Api.Set(scope, $$$"""{"custom":{"k{{{random.Next(5)}}}":{{{value}}}}}""");
        }

        return count;
    }

    private async Task Converges(SeenProfiles view, IReadOnlyList<string> corporations)
    {
        var layers = new StoredLayers(shared.Api);
        foreach (var corporation in corporations)
        {
            var stored = await layers.Merged(corporation);
            await Deadline.Until(
                $"a front end holds what is stored of {corporation}",
                async _ => (await view.Get(corporation)).Values == stored,
                TimeSpan.FromSeconds(30),
                Cancelled);
        }
    }
}
