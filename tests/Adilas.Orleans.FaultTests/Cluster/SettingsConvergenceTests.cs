using System.Collections.Concurrent;
using System.Text.Json;
using Adilas.Calling;
using Adilas.Corporations;
using Adilas.LocalCluster;
using Adilas.Settings;

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
        var views = new[] { new Seen(one), new Seen(two), new Seen(firstWeb), new Seen(secondWeb) };
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
        foreach (var corporation in shared.Corporations)
        {
            var stored = await Stored(corporation);
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

    /// <summary>The layers as the grains have them, laid over each other with nothing but merge patches.</summary>
    private async Task<string> Stored(string corporation)
    {
        var merged = SettingsDocument.Empty;
        foreach (var scope in new[] { "system", "industry:retail", "stack:data0", $"corporation:{corporation}" })
        {
            if (await shared.Api.Find($"settings/{scope}") is not { } layer) continue;
            merged = MergePatch.Apply(merged, SettingsDocument.Parse(JsonElement.Parse(layer).GetProperty("document").GetRawText()));
        }

        return JsonElement.Parse(merged.Json).TryGetProperty("custom", out var custom) ? custom.GetRawText() : "{}";
    }

    /// <summary>What one front end shows, and that it never shows an older version after a newer one.</summary>
    private sealed class Seen(Func<string, Task<(string Values, IReadOnlyDictionary<string, long> Layers)?>> get)
    {
        private readonly Dictionary<string, long> newest = [];

        public Seen(FrontEnd front)
            : this(async corporation =>
            {
                var profile = await front.Settings.Get(CorporationId.Parse(corporation), cancellationToken: Cancelled);
                return (profile.TryGet<JsonElement>("custom", out var custom) ? custom.GetRawText() : "{}", profile.Layers);
            })
        {
        }

        public Seen(Api api)
            : this(async corporation =>
            {
                if (await api.Find($"corporations/{corporation}/profile?path=custom") is not { } body) return null;
                var answer = JsonElement.Parse(body);
                var values = answer.GetProperty("values").TryGetProperty("custom", out var custom) ? custom.GetRawText() : "{}";
                return (values, answer.GetProperty("layers").EnumerateObject().ToDictionary(layer => layer.Name, layer => layer.Value.GetInt64()));
            })
        {
        }

        public int Readings { get; private set; }

        public async Task<(string Values, IReadOnlyDictionary<string, long> Layers)> Get(string corporation) => (await get(corporation))!.Value;

        public async Task Read(IReadOnlyList<string> corporations, CancellationToken end)
        {
            for (var i = 0; !end.IsCancellationRequested; i++)
            {
                var corporation = corporations[i % corporations.Count];
                var (_, layers) = await Get(corporation);
                foreach (var (scope, version) in layers)
                {
                    var before = newest.GetValueOrDefault(scope);
                    Assert.True(version >= before, $"{scope} went back from version {before} to {version}");
                    newest[scope] = version;
                }

                Readings++;
                await Task.Delay(5, Cancelled);
            }
        }
    }
}
