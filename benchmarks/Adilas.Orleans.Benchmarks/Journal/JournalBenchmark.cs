using System.Diagnostics;
using MySqlConnector;

namespace Adilas.Benchmarks;

/// <summary>
/// Grains that store a state of 600 bytes with each call, called within the silo by one caller and by 200, each with a grain and a
/// corporation of its own. Ours and the official ADO.NET provider flush every commit to the disk; the official Redis provider does not.
/// </summary>
internal sealed class JournalBenchmark : IBenchmark
{
    private const int InFlight = 200;
    private const string PerSecond = "writes/s";

    // It takes so long until the runtime has compiled for good what each of them needs.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    public string Name => "journal";

    public string Question => "How many durable grain states are written, by 1 and by 200 callers?";

    public async Task<BenchmarkResult> Run(BenchmarkRun run, CancellationToken cancellationToken)
    {
        var duration = TimeSpan.FromSeconds(run.IsQuick ? 1.5 : 3);
        await using var host = await StorageHost.Start(cancellationToken);
        var bare = new BareLoop(host.ConnectionString);
        var result = new BenchmarkResult(Name);
        var acknowledged = 0L;
        acknowledged += (await Load<IJournalWriterGrain>(host, InFlight, WarmUp, "warm")).Writes;
        await Load<IAdoNetWriterGrain>(host, InFlight, WarmUp, "warm");
        await Load<IRedisWriterGrain>(host, InFlight, WarmUp, "warm");

        for (var round = 0; round < run.Rounds; round++)
        {
            foreach (var callers in new[] { 1, InFlight })
            {
                var ours = await Load<IJournalWriterGrain>(host, callers, duration, $"r{round}");
                acknowledged += ours.Writes;
                result.Row($"journal, {callers}", PerSecond).Add(ours.Rate);
                result.Row($"journal, {callers}, p99", "ms").Add(ours.P99);
                result.Row($"bare loop, {callers}", PerSecond).Add(await bare.Run(callers, duration, cancellationToken));
                var adoNet = await Load<IAdoNetWriterGrain>(host, callers, duration, $"r{round}");
                result.Row($"official ADO.NET storage, {callers}", PerSecond).Add(adoNet.Rate);
                result.Row($"official ADO.NET storage, {callers}, p99", "ms").Add(adoNet.P99);
                var redis = await Load<IRedisWriterGrain>(host, callers, duration, $"r{round}");
                result.Row($"official Redis storage (not flushed), {callers}", PerSecond).Add(redis.Rate);
            }
        }

        AddGoals(result, acknowledged - await Stored(host, cancellationToken));
        return result;
    }

    private static void AddGoals(BenchmarkResult result, long lost)
    {
        var ours = Rate($"journal, {InFlight}");
        result.AtLeast($"× official Redis storage at {InFlight}", ours / Rate($"official Redis storage (not flushed), {InFlight}"), 1);
        result.AtLeast($"× official ADO.NET storage at {InFlight}", ours / Rate($"official ADO.NET storage, {InFlight}"), 15);
        result.AtLeast("× bare loop at 1", Rate("journal, 1") / Rate("bare loop, 1"), 0.8);
        result.AtMost($"p99 at {InFlight}, ms", result.Row($"journal, {InFlight}, p99", "ms").Median, 25);
        result.AtMost("acknowledged writes lost", lost, 0);

        double Rate(string subject) => result.Row(subject, PerSecond).Median;
    }

    private static async Task<(long Writes, double Rate, double P99)> Load<TGrain>(StorageHost host, int callers, TimeSpan duration, string round)
        where TGrain : IWriterGrain
    {
        var grains = Enumerable.Range(0, callers).Select(caller => host.Grains.GetGrain<TGrain>($"corp-{round}-{callers}-{caller}/x")).ToArray();
        await Task.WhenAll(grains.Select(grain => grain.Write(-1)));
        var samples = new Samples[callers];
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => Write(caller))));
        var rate = samples.Sum(each => each.Count) / watch.Elapsed.TotalSeconds;
        var all = new Samples();
        foreach (var each in samples) each.CopyTo(all);
        return (all.Count + callers, rate, all.Percentile(0.99));

        async Task Write(int caller)
        {
            samples[caller] = new Samples();
            for (var number = 0L; watch.Elapsed < duration; number++)
            {
                var started = Stopwatch.GetTimestamp();
                await grains[caller].Write(number);
                samples[caller].Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }
    }

    private static async Task<long> Stored(StorageHost host, CancellationToken cancellationToken)
    {
        await using var connection = new MySqlConnection(host.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM journal WHERE service <> 'bare'";
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
