using System.Diagnostics;

namespace Adilas.Benchmarks;

/// <summary>
/// A front end that has just started reads the profile of one user of each corporation for the first time; silo and Redis hold the layers in memory.
/// The peer fetches the five layers from Redis and merges them.
/// </summary>
internal sealed class ColdSettingsBenchmark : IBenchmark
{
    private const string Ours = "first reading of a profile";
    private const string Aside = "Redis: fetch 5 layers, merge";

    public string Name => "settings-cold";

    public string Question => "What does the first reading of a profile cost, when the front end holds none?";

    public async Task<BenchmarkResult> Run(BenchmarkRun run, CancellationToken cancellationToken)
    {
        var count = run.IsQuick ? 300 : 1_000;
        await using var hosts = await SettingsHosts.Start(count, cancellationToken);
        await hosts.Fill(cancellationToken);
        var database = hosts.Redis.GetDatabase();
        var result = new BenchmarkResult(Name);
        object? sink = null;
        for (var round = -1; round < run.Rounds; round++)
        {
            var front = await hosts.AddFront(cancellationToken);
            await front.Replica.Get(hosts.Corporations[0], SettingsHosts.User, cancellationToken: cancellationToken);
            var ours = await Times(count - 1, async i =>
                sink = await front.Replica.Get(hosts.Corporations[i + 1], SettingsHosts.User, cancellationToken: cancellationToken));
            var aside = await Times(count - 1, async i =>
            {
                var layers = await database.StringGetAsync(SettingsHosts.Keys(i + 1));
                sink = LayerTexts.Merge(Array.ConvertAll(layers, layer => (string)layer!));
            });
            if (round < 0) continue;
            foreach (var (row, times) in new[] { (Ours, ours), (Aside, aside) })
            {
                result.Row($"{row}, p50", "µs").Add(times.Percentile(0.5));
                result.Row($"{row}, p99", "µs").Add(times.Percentile(0.99));
            }
        }

        GC.KeepAlive(sink);
        foreach (var which in new[] { "p50", "p99" })
            result.AtMost($"{which} × Redis", result.Row($"{Ours}, {which}", "µs").Median / result.Row($"{Aside}, {which}", "µs").Median, 0.3);
        return result;
    }

    private static async Task<Samples> Times(int count, Func<int, Task> read)
    {
        var times = new Samples();
        for (var i = 0; i < count; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await read(i);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
        }

        return times;
    }
}
