using System.Diagnostics;

namespace Adilas.Benchmarks;

/// <summary>One silo of a cluster under load ends, and what callers saw of it.</summary>
/// <param name="AllAnswer">From the end of the silo until every corporation has answered a question asked after it, or lost in it.</param>
/// <param name="There">How many corporations lived on that silo.</param>
/// <param name="LongestThere">The longest wait of a caller of a corporation that lived on that silo.</param>
/// <param name="LongestElsewhere">The longest wait of a caller of any other corporation.</param>
/// <param name="LateElsewhere">How many other corporations had a caller who waited longer than a second.</param>
/// <param name="Evicted">Silos that ended although nobody ended them.</param>
internal sealed record FailoverRound(
    TimeSpan AllAnswer, int There, TimeSpan LongestThere, TimeSpan LongestElsewhere, int LateElsewhere, int Evicted, FailoverSummary Summary)
{
    // An answer that was on its way when the silo ended tells nothing about afterwards.
    private static readonly TimeSpan OnItsWay = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Late = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static async Task<FailoverRound> Run(
        FailoverCluster cluster, int victim, Func<LocalCluster.ClusterMember, Task> end, CancellationToken cancellationToken)
    {
        await using var load = cluster.StartLoad();
        FailoverCall[] Calls() => FailoverCalls.Read(load.CallsFile);
        await load.Process.WaitUntil("has asked every corporation twice", _ => Task.FromResult(AllAnsweredTwice(Calls(), cluster.Ids.Count)), Limit, cancellationToken);

        var there = await cluster.CorporationsOn(victim, cancellationToken);
        var others = cluster.Silos.Where((_, index) => index != victim).Select(silo => (silo, silo.ProcessId)).ToList();
        var ended = Stopwatch.GetTimestamp();
        var ending = end(cluster.Silos[victim]);
        await load.Process.WaitUntil(
            "has an answer of every corporation", _ => Task.FromResult(AllAnswered(FirstAnswers(Calls(), ended), cluster.Ids)), Limit, cancellationToken);
        await ending;
        await Task.Delay(Watch, cancellationToken);
        var summary = await load.End(cancellationToken);
        var calls = Calls();
        var longest = calls.Where(call => call.Answered > ended).GroupBy(call => call.Corporation).ToDictionary(
            answers => answers.Key, answers => answers.Max(call => Stopwatch.GetElapsedTime(call.Asked, call.Answered)));
        var elsewhere = longest.Where(wait => !there.Contains(wait.Key)).Select(wait => wait.Value).ToList();
        return new FailoverRound(
            Stopwatch.GetElapsedTime(ended, FirstAnswers(calls, ended).Values.Max()),
            there.Count,
            longest.Where(wait => there.Contains(wait.Key)).Select(wait => wait.Value).DefaultIfEmpty().Max(),
            elsewhere.DefaultIfEmpty().Max(),
            elsewhere.Count(wait => wait > Late),
            others.Count(other => other.silo.ProcessId != other.ProcessId),
            summary);
    }

    private static bool AllAnsweredTwice(FailoverCall[] calls, int corporations) =>
        calls.CountBy(call => call.Corporation).Count(count => count.Value >= 2) == corporations;

    /// <exception cref="InvalidOperationException">Not yet; it names those who are waited for.</exception>
    private static bool AllAnswered(Dictionary<long, long> firstAnswers, IReadOnlyList<string> ids) => firstAnswers.Count == ids.Count
        ? true
        : throw new InvalidOperationException($"none of {string.Join(", ", ids.Where((_, index) => !firstAnswers.ContainsKey(index)))}");

    /// <summary>Each corporation's first answer afterwards.</summary>
    private static Dictionary<long, long> FirstAnswers(FailoverCall[] calls, long ended) => calls
        .Where(call => call.Asked >= ended || Stopwatch.GetElapsedTime(ended, call.Answered) > OnItsWay)
        .GroupBy(call => call.Corporation, call => call.Answered)
        .ToDictionary(answers => answers.Key, answers => answers.Min());
}
