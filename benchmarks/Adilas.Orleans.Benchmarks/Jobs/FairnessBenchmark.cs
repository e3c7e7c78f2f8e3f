using System.Diagnostics;

namespace Adilas.Benchmarks;

/// <summary>
/// One corporation orders very many jobs, then all others one each: how long do theirs wait, against an empty system, and when the many are spread
/// over 100 queues? Then two corporations with weights 1 and 3 have more work than workers can do.
/// </summary>
internal sealed class FairnessBenchmark : IBenchmark
{
    private const int OrderedAtOnce = 1_000;

    public string Name => "fairness";

    public string Question => "How long does a corporation wait behind another one's flood?";

    public async Task<BenchmarkResult> Run(BenchmarkRun run, CancellationToken cancellationToken)
    {
        var (small, flood) = run.IsQuick ? (99, 50_000) : (999, 1_000_000);
        await using var hosts = await JobHosts.Start(small + 1, cancellationToken);
        var result = new BenchmarkResult(Name);
        await Ordinary(hosts, small, "warm", cancellationToken);
        var empty = await Ordinary(hosts, small, "empty", cancellationToken);
        result.Row("one job each, empty system, p99", "ms").Add(empty.Percentile(0.99));
        foreach (var queues in new[] { 1, 100 })
        {
            var flooding = Flood(hosts, flood, queues, cancellationToken);
            await Task.Delay(TimeSpan.FromSeconds(2), cancellationToken);
            var behind = await Ordinary(hosts, small, $"behind-{queues}", cancellationToken);
            result.Row($"one job each, behind a flood in {queues} queues, p99", "ms").Add(behind.Percentile(0.99));
            result.AtMost($"p99 behind a flood in {queues} queues, ms", behind.Percentile(0.99), 1_000);
            result.AtMost($"p99 behind a flood in {queues} queues × empty", behind.Percentile(0.99) / empty.Percentile(0.99), 2);
            await flooding;
            await hosts.Number("DELETE FROM job", cancellationToken);
            await hosts.Number("DELETE FROM job_line", cancellationToken);
        }

        var share = await Share(hosts, run.IsQuick ? 4_000 : 20_000, cancellationToken);
        result.Row("share of weight 3 beside weight 1", "×").Add(share);
        result.AtMost("error of the share", Math.Abs(share - 3) / 3, 0.05);
        return result;
    }

    private static async Task<Samples> Ordinary(JobHosts hosts, int small, string queue, CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(
            Enumerable.Range(1, small),
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken },
            async (corporation, token) => await hosts.Order(corporation, 1, token, queue: queue));
        while (await hosts.Number($"SELECT COUNT(*) FROM job_history WHERE queue = '{queue}'", cancellationToken) < small) await Task.Delay(20, cancellationToken);
        return new Samples(await hosts.Read($"SELECT started_at - created_at FROM job_history WHERE queue = '{queue}'", cancellationToken));
    }

    private static async Task Flood(JobHosts hosts, int count, int queues, CancellationToken cancellationToken)
    {
        for (var part = 0; part < count / OrderedAtOnce; part++)
            await hosts.Order(0, OrderedAtOnce, cancellationToken, queue: $"flood-{part % queues}", payload: """{"delayMs":5}""");
    }

    private static async Task<double> Share(JobHosts hosts, int count, CancellationToken cancellationToken)
    {
        await hosts.SetWeight(hosts.Corporations[1], 3, cancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(11), cancellationToken); // a silo reads settings of work every ten seconds
        var dueAt = TimeProvider.System.GetUtcNow().AddSeconds(count / 2_000.0 + 3);
        for (var part = 0; part < count / OrderedAtOnce; part++)
        {
            foreach (var corporation in new[] { 0, 1 })
                await hosts.Order(corporation, OrderedAtOnce, cancellationToken, dueAt, "share", """{"delayMs":5}""");
        }

        // As long as both have work.
        var watch = Stopwatch.StartNew();
        long heavy, light;
        do
        {
            await Task.Delay(20, cancellationToken);
            heavy = await Done(1);
            light = await Done(0);
        }
        while (heavy < count / 2 && watch.Elapsed < TimeSpan.FromMinutes(5));
        return (double)heavy / light;

        Task<long> Done(int corporation) => hosts.Number(
            $"SELECT COUNT(*) FROM job_history WHERE corporation = '{hosts.Corporations[corporation]}' AND queue = 'share'", cancellationToken);
    }
}
