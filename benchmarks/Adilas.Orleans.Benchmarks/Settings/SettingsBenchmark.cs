using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using ZiggyCreatures.Caching.Fusion;

namespace Adilas.Benchmarks;

/// <summary>
/// A front end reads the merged profile of one of many users, as on each request. Peers hold the same merged profiles: a bare dictionary,
/// two cache libraries with what they keep in memory (HybridCache told that its value is immutable), and a program that fetches the layers
/// from Redis and merges them each time.
/// </summary>
internal sealed class SettingsBenchmark : IBenchmark
{
    // The median of short stretches: what else runs on the machine takes whole time slices away, and would be most of what is measured.
    private const int Slice = 1_000;

    private const string Dictionary = "bare dictionary";
    private const string Ours = "profile from the replica";
    private const string OursAndValue = "profile from the replica, and one setting of it";
    private const string Fusion = "FusionCache, in memory";
    private const string Hybrid = "HybridCache, in memory, immutable";
    private const string Aside = "Redis: fetch 5 layers, merge";

    public string Name => "settings";

    public string Question => "What does the effective profile cost on the request path?";

    public async Task<BenchmarkResult> Run(BenchmarkRun run, CancellationToken cancellationToken)
    {
        var count = run.IsQuick ? 200 : 1_000;
        await using var hosts = await SettingsHosts.Start(count, cancellationToken);
        await hosts.Fill(cancellationToken);
        var (replica, ids, user) = (hosts.Front.Replica, hosts.Corporations, SettingsHosts.User);
        var names = ids.Select(id => id.Value).ToArray();
        var merged = ids.Select((_, number) => LayerTexts.Merge(LayerTexts.Of(number))).ToArray();
        var dictionary = new ConcurrentDictionary<string, JsonObject>(names.Zip(merged, KeyValuePair.Create));
        using var fusion = new FusionCache(new FusionCacheOptions());
        await using var services = Services();
        var hybrid = services.GetRequiredService<HybridCache>();
        var paths = new string[count];
        for (var i = 0; i < count; i++)
        {
            await fusion.SetAsync(names[i], merged[i], TimeSpan.FromHours(1), token: cancellationToken);
            await hybrid.SetAsync(names[i], new Held(merged[i].ToJsonString()), cancellationToken: cancellationToken);
            var profile = await replica.Get(ids[i], user, cancellationToken: cancellationToken);
            paths[i] = profile.Paths.First(path => path.Count(c => c == '.') == 2);
        }

        var (fast, slow) = run.IsQuick ? (1_000_000, 1_000) : (3_000_000, 3_000);
        var database = hosts.Redis.GetDatabase();
        var keys = ids.Select((_, number) => SettingsHosts.Keys(number)).ToArray();
        var result = new BenchmarkResult(Name);
        object? sink = null;
        for (var round = -1; round < run.Rounds; round++)
        {
            void Add(string row, double nanoseconds)
            {
                if (round >= 0) result.Row(row, "ns").Add(nanoseconds);
            }

            Add(Dictionary, Each(fast, i => sink = dictionary[names[i % count]]));
            Add(Ours, Each(fast, i => sink = replica.FindHeld(ids[i % count], user)));
            Add(OursAndValue, Each(fast, i => sink = replica.FindHeld(ids[i % count], user)!.Get<string>(paths[i % count])));
            if (round >= 0)
                result.Row("allocated by the replica", "bytes/reading").Add(Allocated(i => sink = replica.FindHeld(ids[i % count], user)!.Get<string>(paths[i % count])));
            Add(Fusion, await EachAsync(fast / 10, async i => sink = await fusion.GetOrSetAsync<JsonObject>(names[i % count], _ => throw new UnreachableException())));
            Add(Hybrid, await EachAsync(fast / 10, async i => sink = await hybrid.GetOrCreateAsync<Held>(names[i % count], _ => throw new UnreachableException())));
            Add(Aside, await EachAsync(slow, async i =>
            {
                var layers = await database.StringGetAsync(keys[i % count]);
                sink = LayerTexts.Merge(Array.ConvertAll(layers, layer => (string)layer!));
            }));
        }

        GC.KeepAlive(sink);
        double Median(string row) => result.Row(row, "ns").Median;
        result.AtMost("× dictionary look-up", Median(Ours) / Median(Dictionary), 2);
        result.AtMost("bytes allocated", result.Row("allocated by the replica", "bytes/reading").Median, 0.01);
        result.AtLeast("× faster than the best cache library", Math.Min(Median(Fusion), Median(Hybrid)) / Median(Ours), 5);
        result.AtLeast("× faster than cache-aside", Median(Aside) / Median(Ours), 10_000);
        return result;
    }

    private static double Each(int count, Action<int> read)
    {
        var slices = new Samples();
        for (var i = 0; i < count;)
        {
            var began = Stopwatch.GetTimestamp();
            for (var end = i + Slice; i < end; i++) read(i);
            slices.Add(Stopwatch.GetElapsedTime(began).TotalNanoseconds / Slice);
        }

        return slices.Percentile(0.5);
    }

    private static double Allocated(Action<int> read)
    {
        const int Readings = 100_000;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Readings; i++) read(i);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Readings;
    }

    private static async Task<double> EachAsync(int count, Func<int, ValueTask> read)
    {
        var slices = new Samples();
        for (var i = 0; i < count;)
        {
            var began = Stopwatch.GetTimestamp();
            for (var end = i + Slice; i < end; i++) await read(i);
            slices.Add(Stopwatch.GetElapsedTime(began).TotalNanoseconds / Slice);
        }

        return slices.Percentile(0.5);
    }

    private static ServiceProvider Services()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddHybridCache(options =>
        {
            options.MaximumPayloadBytes = 10_000_000;
            options.DefaultEntryOptions = new() { Expiration = TimeSpan.FromHours(1), LocalCacheExpiration = TimeSpan.FromHours(1) };
        });
        return services.BuildServiceProvider();
    }

    /// <summary>HybridCache hands out the same object only when it is told that nobody changes it.</summary>
    [ImmutableObject(true)]
    private sealed record Held(string Json);
}
