using System.Diagnostics;

namespace Adilas.Benchmarks;

/// <summary>
/// Jobs are ordered one by one and a thousand at a time, run by the silo's own workers, begun on an idle machine, and begun at their time. The
/// peer is a bare table emptied with SKIP LOCKED on the same server; what BullMQ, Hangfire and Quartz did is said in the README.
/// </summary>
internal sealed class JobsBenchmark : IBenchmark
{
    private const int Corporations = 32;
    private const int Callers = 32;
    private const int BatchCallers = 4;
    private const int PeerWorkers = 4;
    private const string PerSecond = "jobs/s";

    public string Name => "jobs";

    public string Question => "How many jobs are ordered and run, durably, and how late do they begin?";

    public async Task<BenchmarkResult> Run(BenchmarkRun run, CancellationToken cancellationToken)
    {
        var duration = TimeSpan.FromSeconds(run.IsQuick ? 2 : 4);
        await using var hosts = await JobHosts.Start(Corporations, cancellationToken);
        var peer = new SkipLockedQueue(hosts.Database);
        var result = new BenchmarkResult(Name);
        for (var round = -1; round < run.Rounds; round++)
        {
            await peer.Create(cancellationToken);
            var later = TimeProvider.System.GetUtcNow().AddHours(1);
            var single = await Rate(Callers, duration, caller => One(() => hosts.Order(caller, 1, cancellationToken, later), 1));
            var batched = await Rate(BatchCallers, duration, caller => One(() => hosts.Order(caller, 1_000, cancellationToken, later), 1_000));
            await Forget(hosts, cancellationToken);
            var peerSingle = await Rate(Callers, duration, _ => One(() => peer.Enqueue(1, cancellationToken), 1));
            var peerBatched = await Rate(BatchCallers, duration, _ => One(() => peer.Enqueue(1_000, cancellationToken), 1_000));
            var ran = await RunJobs(hosts, run.IsQuick ? 200 : 1_000, cancellationToken);
            var peerRan = await RunPeer(peer, cancellationToken);
            var idle = await Idle(hosts, run.IsQuick ? 100 : 300, cancellationToken);
            var late = await Lateness(hosts, run.IsQuick ? 500 : 2_000, cancellationToken);
            if (round < 0) continue;
            result.Row("ordered one by one, 32 callers", PerSecond).Add(single);
            result.Row("ordered 1,000 at a time, 4 callers", PerSecond).Add(batched);
            result.Row("run", PerSecond).Add(ran);
            result.Row("peer: inserted one by one, 32 callers", PerSecond).Add(peerSingle);
            result.Row("peer: inserted 1,000 at a time, 4 callers", PerSecond).Add(peerBatched);
            result.Row("peer: emptied with SKIP LOCKED, 100 at a time", PerSecond).Add(peerRan);
            result.Row("from order to begin, idle, p50", "ms").Add(idle.Percentile(0.5));
            result.Row("from order to begin, idle, p99", "ms").Add(idle.Percentile(0.99));
            result.Row("begun after its time, p50", "ms").Add(late.Percentile(0.5));
            result.Row("begun after its time, p99", "ms").Add(late.Percentile(0.99));
            result.Row("begun after its time, least", "ms").Add(late.Min);
        }

        result.AtLeast("× SKIP LOCKED, run", Of("run") / Of("peer: emptied with SKIP LOCKED, 100 at a time"), 1);
        result.AtMost("p99 from order to begin, idle, ms", result.Row("from order to begin, idle, p99", "ms").Median, 5);
        result.AtMost("p99 begun after its time, ms", result.Row("begun after its time, p99", "ms").Median, 10);
        result.AtLeast("begun before its time, ms", result.Row("begun after its time, least", "ms").Min, 0);
        return result;

        double Of(string subject) => result.Row(subject, PerSecond).Median;
    }

    private static async Task<int> One(Func<Task> work, int count)
    {
        await work();
        return count;
    }

    private static async Task<double> Rate(int callers, TimeSpan duration, Func<int, Task<int>> work)
    {
        var watch = Stopwatch.StartNew();
        var done = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var count = 0L;
            while (watch.Elapsed < duration) count += await work(caller);
            return count;
        })));
        return done.Sum() / watch.Elapsed.TotalSeconds;
    }

    /// <summary>All are due at one moment; from then on until the last has ended.</summary>
    private static async Task<double> RunJobs(JobHosts hosts, int each, CancellationToken cancellationToken)
    {
        var dueAt = TimeProvider.System.GetUtcNow().AddSeconds(5);
        await Task.WhenAll(Enumerable.Range(0, Corporations).Select(corporation => hosts.Order(corporation, each, cancellationToken, dueAt)));
        var wait = dueAt - TimeProvider.System.GetUtcNow();
        if (wait > TimeSpan.Zero) await Task.Delay(wait, cancellationToken);
        var watch = Stopwatch.StartNew();
        await hosts.WhenDone(cancellationToken);
        return Corporations * each / watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> RunPeer(SkipLockedQueue peer, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var done = await Task.WhenAll(Enumerable.Range(0, PeerWorkers).Select(_ => Task.Run(
            async () =>
            {
                await using var connection = await peer.Connect(cancellationToken);
                var count = 0L;
                while (await SkipLockedQueue.Work(connection, cancellationToken) is > 0 and var some) count += some;
                return count;
            },
            cancellationToken)));
        return done.Sum() / watch.Elapsed.TotalSeconds;
    }

    private static async Task<Samples> Idle(JobHosts hosts, int count, CancellationToken cancellationToken)
    {
        await Forget(hosts, cancellationToken);
        for (var number = 0; number < count; number++)
        {
            await hosts.Order(number % Corporations, 1, cancellationToken, queue: "idle");
            await hosts.WhenDone(cancellationToken);
        }

        return await hosts.Delays("idle", "created_at", cancellationToken);
    }

    private static async Task<Samples> Lateness(JobHosts hosts, int count, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow().AddSeconds(2);
        for (var number = 0; number < count; number++)
            await hosts.Order(number % Corporations, 1, cancellationToken, now.AddMilliseconds(number * 5), "late");
        await hosts.WhenDone(cancellationToken);
        return await hosts.Delays("late", "GREATEST(due_at, created_at)", cancellationToken);
    }

    private static async Task Forget(JobHosts hosts, CancellationToken cancellationToken)
    {
        await hosts.Number("DELETE FROM job", cancellationToken);
        await hosts.Number("DELETE FROM job_line", cancellationToken);
        await hosts.Number("DELETE FROM job_history", cancellationToken);
    }
}
