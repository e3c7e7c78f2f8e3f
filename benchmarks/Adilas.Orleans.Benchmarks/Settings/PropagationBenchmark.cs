using System.Diagnostics;
using System.Globalization;
using Adilas.Settings;
using StackExchange.Redis;

namespace Adilas.Benchmarks;

/// <summary>
/// A setting of one corporation is changed and stored durably; the clock stops when the last of four front ends shows it. The peer sets a key in
/// Redis, which is not flushed, publishes a message, and four subscribers fetch the key. Then the same under 200 changes a second.
/// </summary>
internal sealed class PropagationBenchmark : IBenchmark
{
    private const int FrontEnds = 4;
    private const int ChangesPerSecond = 200;
    private const string Ours = "durable write until four front ends obey";
    private const string Peer = "Redis SET, PUBLISH, four GETs";
    private const string Loaded = "acknowledged until visible, 200 changes/s";
    private const string Everybody = "system layer at that load: acknowledged until visible";

    public string Name => "propagation";

    public string Question => "How long after a change do all front ends obey it?";

    public async Task<BenchmarkResult> Run(BenchmarkRun run, CancellationToken cancellationToken)
    {
        await using var hosts = await SettingsHosts.Start(run.IsQuick ? 200 : 10_000, cancellationToken);
        List<FrontEnd> fronts = [hosts.Front];
        while (fronts.Count < FrontEnds) fronts.Add(await hosts.AddFront(cancellationToken));
        var result = new BenchmarkResult(Name);
        for (var round = -1; round < run.Rounds; round++)
        {
            var count = run.IsQuick ? 200 : 500;
            var ours = await OneByOne(hosts, fronts, count, cancellationToken);
            var peer = await OfRedis(hosts, count);
            if (round < 0) continue;
            foreach (var (row, times) in new[] { (Ours, ours), (Peer, peer) })
            {
                result.Row($"{row}, p50", "ms").Add(times.Percentile(0.5));
                result.Row($"{row}, p99", "ms").Add(times.Percentile(0.99));
            }
        }

        var load = new PropagationLoad(hosts, fronts, ChangesPerSecond);
        await load.Run(TimeSpan.FromSeconds(run.IsQuick ? 10 : 120), cancellationToken);
        result.Row($"{Loaded}, p50", "ms").Add(load.Delays.Percentile(0.5));
        result.Row($"{Loaded}, p99", "ms").Add(load.Delays.Percentile(0.99));
        result.Row($"{Loaded}, max", "ms").Add(load.Delays.Max);
        result.Row($"{Everybody}, max", "ms").Add(load.SystemDelays.Max);
        result.Row("changes under load", "/s").Add(load.PerSecond);

        result.AtMost("p99 × Redis", result.Row($"{Ours}, p99", "ms").Median / result.Row($"{Peer}, p99", "ms").Median, 1);
        result.AtMost("p99 under load, ms", load.Delays.Percentile(0.99), 50);
        result.AtMost("changes that a front end missed", load.Missed, 0);
        return result;
    }

    private static async Task<Samples> OneByOne(SettingsHosts hosts, List<FrontEnd> fronts, int count, CancellationToken cancellationToken)
    {
        var corporation = hosts.Corporations[0];
        var scope = ProfileScope.Of(corporation);
        var times = new Samples();
        for (var n = 0; n < count; n++)
        {
            var value = Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture);
            var seen = fronts.Select(front => Until(front, profile => profile.TryGet<string>("custom.n", out var is_) && is_ == value)).ToList();
            using var caller = fronts[0].Enter();
            var began = Stopwatch.GetTimestamp();
            await fronts[0].Grains.SettingsProfile(scope).Edit(new SettingsEdit(SettingsEditKind.Value, $"\"{value}\"", "custom.n"), cancellationToken);
            await Task.WhenAll(seen);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return times;

        async Task Until(FrontEnd front, Func<Profile, bool> isSo)
        {
            await foreach (var profile in front.Replica.Watch(corporation, cancellationToken: cancellationToken))
                if (isSo(profile)) return;
        }
    }

    private static async Task<Samples> OfRedis(SettingsHosts hosts, int count)
    {
        List<ConnectionMultiplexer> connections = [];
        var waiting = new TaskCompletionSource();
        var (left, wanted) = (0, "");
        var channel = RedisChannel.Literal("changed");
        try
        {
            for (var i = 0; i < FrontEnds; i++)
            {
                var connection = await ConnectionMultiplexer.ConnectAsync(hosts.Redis.Configuration);
                connections.Add(connection);
                var database = connection.GetDatabase();
                await connection.GetSubscriber().SubscribeAsync(channel, async (_, _) =>
                {
                    if (await database.StringGetAsync("n") == wanted && Interlocked.Decrement(ref left) == 0) waiting.TrySetResult();
                });
            }

            var times = new Samples();
            var writer = hosts.Redis.GetDatabase();
            for (var n = 0; n < count; n++)
            {
                (waiting, left, wanted) = (new(TaskCreationOptions.RunContinuationsAsynchronously), FrontEnds, n.ToString(CultureInfo.InvariantCulture));
                var began = Stopwatch.GetTimestamp();
                await writer.StringSetAsync("n", wanted);
                await writer.PublishAsync(channel, wanted);
                await waiting.Task;
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            return times;
        }
        finally
        {
            foreach (var connection in connections) await connection.DisposeAsync();
        }
    }
}
