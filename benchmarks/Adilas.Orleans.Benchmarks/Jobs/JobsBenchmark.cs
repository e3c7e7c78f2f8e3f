using System.Diagnostics;

namespace Adilas.Benchmarks;

/// <summary>
/// Jobs are ordered one by one and a thousand at a time, run by the silo's own workers, begun on an idle machine, and begun at their time. The
/// peers: a bare table emptied with SKIP LOCKED on the same server, BullMQ, Hangfire and Quartz, each in turn in every round.
/// </summary>
internal sealed class JobsBenchmark : IBenchmark
{
    private const int Corporations = 32;
    public const int Callers = 32;
    private const int BatchCallers = 4;
    private const int PeerWorkers = 4;
    private const string PerSecond = "jobs/s";
    private const string Single = "ordered one by one, 32 callers";
    private const string Batched = "ordered 1,000 at a time, 4 callers";
    private const string Ran = "run";

    public string Name => "jobs";

    public string Question => "How many jobs are ordered and run, durably, and how late do they begin?";

    public async Task<BenchmarkResult> Run(BenchmarkRun run, CancellationToken cancellationToken)
    {
        var size = run.IsQuick
            ? new PeerSize(TimeSpan.FromSeconds(2), 6_400, 100, 500)
            : new PeerSize(TimeSpan.FromSeconds(4), 32_000, 300, 2_000);
        await using var hosts = await JobHosts.Start(Corporations, cancellationToken);
        await using var bullMq = await BullMq.Start(cancellationToken);
        await using var hangfire = await HangfireQueue.Start(cancellationToken);
        await using var quartz = new QuartzQueue(hosts.Server);

        // The two that are slowest by far do a part, so that their rounds end.
        var peers = new (IJobPeer Peer, PeerSize Size)[]
        {
            (bullMq, size), (hangfire, size with { Jobs = 2_000, LateJobs = 500 }), (quartz, size with { LateJobs = 200 }),
        };
        var table = new SkipLockedQueue(hosts.Database);
        var result = new BenchmarkResult(Name);
        await Ours(hosts, size, cancellationToken); // not counted: it warms up
        for (var round = 0; round < run.Rounds; round++)
        {
            Add("ours", await Ours(hosts, size, cancellationToken));
            await table.Create(cancellationToken);
            result.Row("SKIP LOCKED: inserted one by one, 32 callers", PerSecond)
                .Add(await Rate(Callers, size.Duration, _ => One(() => table.Enqueue(1, cancellationToken), 1)));
            result.Row("SKIP LOCKED: inserted 1,000 at a time, 4 callers", PerSecond)
                .Add(await Rate(BatchCallers, size.Duration, _ => One(() => table.Enqueue(1_000, cancellationToken), 1_000)));
            result.Row("SKIP LOCKED: run, 100 at a time", PerSecond).Add(await RunTable(table, cancellationToken));
            foreach (var (peer, ofPeer) in peers) Add(peer.Name, await peer.Run(ofPeer, cancellationToken));
        }

        result.AtLeast("ordered in batches × BullMQ", Of("ours", Batched) / Of("BullMQ", Batched), 1);
        result.AtLeast("ordered one by one × BullMQ", Of("ours", Single) / Of("BullMQ", Single), 0.5);
        result.AtLeast("run × BullMQ", Of("ours", Ran) / Of("BullMQ", Ran), 1);
        result.AtLeast("run × SKIP LOCKED", Of("ours", Ran) / result.Row("SKIP LOCKED: run, 100 at a time", PerSecond).Median, 1);
        foreach (var peer in new[] { "Hangfire", "Quartz" })
        {
            result.AtLeast($"ordered one by one × {peer}", Of("ours", Single) / Of(peer, Single), 10);
            result.AtLeast($"run × {peer}", Of("ours", Ran) / Of(peer, Ran), 10);
        }

        result.AtMost("p99 from order to begin, idle, ms", result.Row("ours: from order to begin, idle, p99", "ms").Median, 5);
        result.AtMost("p99 begun after its time, ms", result.Row("ours: begun after its time, p99", "ms").Median, 10);
        result.AtLeast("begun before its time, ms", result.Row("ours: begun after its time, least", "ms").Min, 0);
        return result;

        double Of(string who, string what) => result.Row($"{who}: {what}", PerSecond).Median;

        void Add(string who, PeerRound round)
        {
            result.Row($"{who}: {Single}", PerSecond).Add(round.Single);
            if (round.Batched is { } batched) result.Row($"{who}: {Batched}", PerSecond).Add(batched);
            result.Row($"{who}: {Ran}", PerSecond).Add(round.Run);
            foreach (var (what, delays) in new[] { ("from order to begin, idle", round.Idle), ("begun after its time", round.Late) })
            {
                var samples = new Samples(delays);
                result.Row($"{who}: {what}, p50", "ms").Add(samples.Median);
                result.Row($"{who}: {what}, p99", "ms").Add(samples.Percentile(0.99));
                result.Row($"{who}: {what}, least", "ms").Add(samples.Min);
            }
        }
    }

    private static async Task<PeerRound> Ours(JobHosts hosts, PeerSize size, CancellationToken cancellationToken)
    {
        var later = TimeProvider.System.GetUtcNow().AddHours(1);
        var single = await Rate(Callers, size.Duration, caller => One(() => hosts.Order(caller, 1, cancellationToken, later), 1));
        var batched = await Rate(BatchCallers, size.Duration, caller => One(() => hosts.Order(caller, 1_000, cancellationToken, later), 1_000));
        await Forget(hosts, cancellationToken);
        var ran = await RunJobs(hosts, size.Jobs / Corporations, cancellationToken);
        return new PeerRound(
            single, batched, ran, await Idle(hosts, size.IdleJobs, cancellationToken), await Lateness(hosts, size.LateJobs, cancellationToken));
    }

    private static async Task<int> One(Func<Task> work, int count)
    {
        await work();
        return count;
    }

    public static async Task<double> Rate(int callers, TimeSpan duration, Func<int, Task<int>> work)
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

    private static async Task<double> RunTable(SkipLockedQueue table, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var done = await Task.WhenAll(Enumerable.Range(0, PeerWorkers).Select(_ => Task.Run(
            async () =>
            {
                await using var connection = await table.Connect(cancellationToken);
                var count = 0L;
                while (await SkipLockedQueue.Work(connection, cancellationToken) is > 0 and var some) count += some;
                return count;
            },
            cancellationToken)));
        return done.Sum() / watch.Elapsed.TotalSeconds;
    }

    private static async Task<IReadOnlyList<double>> Idle(JobHosts hosts, int count, CancellationToken cancellationToken)
    {
        await Forget(hosts, cancellationToken);
        var calledAt = new List<double>(count);
        for (var number = 0; number < count; number++)
        {
            calledAt.Add(PeerJobs.Now());
            await hosts.Order(number % Corporations, 1, cancellationToken, queue: "idle");
            await hosts.WhenDone(cancellationToken);
        }

        // Job ids follow their time of ordering.
        var begun = await hosts.Read("SELECT started_at FROM job_history WHERE queue = 'idle' ORDER BY job_id", cancellationToken);
        return [.. begun.Zip(calledAt, (at, called) => at - called)];
    }

    private static async Task<IReadOnlyList<double>> Lateness(JobHosts hosts, int count, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow().AddSeconds(2);
        for (var number = 0; number < count; number++)
            await hosts.Order(number % Corporations, 1, cancellationToken, now.AddMilliseconds(number * 5), "late");
        await hosts.WhenDone(cancellationToken);
        return await hosts.Read("SELECT started_at - GREATEST(due_at, created_at) FROM job_history WHERE queue = 'late'", cancellationToken);
    }

    private static async Task Forget(JobHosts hosts, CancellationToken cancellationToken)
    {
        await hosts.Number("DELETE FROM job", cancellationToken);
        await hosts.Number("DELETE FROM job_line", cancellationToken);
        await hosts.Number("DELETE FROM job_history", cancellationToken);
    }
}
