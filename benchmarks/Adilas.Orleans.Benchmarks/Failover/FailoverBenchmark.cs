namespace Adilas.Benchmarks;

/// <summary>
/// Three silos on MariaDB; a process of its own asks each corporation five times a second through the client library, and writes 160 times a
/// second. One silo after the other is killed, then stopped, and started again. The peer is the same cluster as Orleans comes: its own
/// membership settings, and a client with a response timeout of 2 s that sends nothing twice.
/// </summary>
internal sealed class FailoverBenchmark : IBenchmark
{
    private const string Seconds = "s";
    private const string Killed = "kill -9";
    private const string Stopped = "SIGTERM";
    private const string AsItComes = "as Orleans comes, kill -9";

    private static readonly Dictionary<string, string?> NoChange = [];
    private static readonly Dictionary<string, string?> SlowDetection = new() { ["Cluster__FastFailureDetection"] = "false" };
    private static readonly Dictionary<string, string?> NothingTwice = new() { ["Client__RepeatFor"] = "00:00:00", ["Client__HedgeAfter"] = "00:05:00" };

    public string Name => "failover";

    public string Question => "What does a lost silo cost those who call?";

    public async Task<BenchmarkResult> Run(BenchmarkRun run, CancellationToken cancellationToken)
    {
        var result = new BenchmarkResult(Name);
        var corporations = run.IsQuick ? 60 : 300;
        await using (var ours = await FailoverCluster.Start(corporations, NoChange, NoChange, cancellationToken))
        {
            for (var round = 0; round < run.Rounds; round++)
            {
                // One that was just started has no corporations yet.
                await Lose(result, Killed, ours, 2 * round, Kill, cancellationToken);
                await Lose(result, Stopped, ours, (2 * round) + 1, silo => silo.Stop(), cancellationToken);
            }
        }

        if (!run.IsQuick)
        {
            await using var asItComes = await FailoverCluster.Start(corporations, SlowDetection, NothingTwice, cancellationToken);
            for (var round = 0; round < run.Rounds; round++) await Lose(result, AsItComes, asItComes, round, Kill, cancellationToken);
        }

        Judge(result);
        return result;
    }

    private static void Judge(BenchmarkResult result)
    {
        Samples Row(string how, string what, string unit) => result.Row($"{how}: {what}", unit);
        result.AtMost("s until all answer after kill -9", Row(Killed, "all answer after", Seconds).Median, 3);
        result.AtMost("s longest wait for corporations elsewhere", Row(Killed, "longest wait, corporations elsewhere", Seconds).Median, 1);
        result.AtMost("failed repeatable calls at kill -9", Row(Killed, "failed repeatable calls", "calls").Max, 0);
        result.AtMost("acknowledged writes lost", Math.Max(Row(Killed, "acknowledged writes lost", "writes").Max, Row(Stopped, "acknowledged writes lost", "writes").Max), 0);
        result.AtMost("healthy silos evicted", Math.Max(Row(Killed, "healthy silos evicted", "silos").Max, Row(Stopped, "healthy silos evicted", "silos").Max), 0);
        result.AtMost(
            "failed calls at SIGTERM", Row(Stopped, "failed repeatable calls", "calls").Max + Row(Stopped, "writes sent again", "calls").Max, 0);
    }

    private static async Task Lose(
        BenchmarkResult result, string how, FailoverCluster cluster, int number, Func<LocalCluster.ClusterMember, Task> end, CancellationToken cancellationToken)
    {
        var victim = number % cluster.Silos.Count;
        cluster.KeepsFolder = true;
        var round = await FailoverRound.Run(cluster, victim, end, cancellationToken);
        cluster.KeepsFolder = false;
        void Add(string what, string unit, double value) => result.Row($"{how}: {what}", unit).Add(value);
        Add("all answer after", Seconds, round.AllAnswer.TotalSeconds);
        Add("longest wait, corporations there", Seconds, round.LongestThere.TotalSeconds);
        Add("longest wait, corporations elsewhere", Seconds, round.LongestElsewhere.TotalSeconds);
        Add("corporations elsewhere with a wait over 1 s", "corporations", round.LateElsewhere);
        Add("failed repeatable calls", "calls", round.Summary.FailedQuestions.Values.Sum());
        Add("writes sent again", "calls", round.Summary.FailedWrites.Values.Sum());
        Add("acknowledged writes lost", "writes", round.Summary.Lost);
        Add("healthy silos evicted", "silos", round.Evicted);
        Report(how, number, round);
        foreach (var silo in cluster.Silos) await silo.Start(cancellationToken);
    }

    /// <summary>For whoever waits, and wonders about a figure later.</summary>
    private static void Report(string how, int number, FailoverRound round)
    {
        var failed = round.Summary.FailedQuestions.Select(failure => $"{failure.Value} × repeatable {failure.Key}")
            .Concat(round.Summary.FailedWrites.Select(failure => $"{failure.Value} × write {failure.Key}"));
        Console.Error.WriteLine(
            $"{how}, silo {number}: {round.There} corporations there, all answer after {round.AllAnswer.TotalSeconds:0.00} s, {round.LateElsewhere} late elsewhere; "
            + $"{round.Summary.Writes} writes, failed: {string.Join(", ", failed.DefaultIfEmpty("none"))}");
    }

    private static Task Kill(LocalCluster.ClusterMember silo)
    {
        silo.Kill();
        return Task.CompletedTask;
    }
}
