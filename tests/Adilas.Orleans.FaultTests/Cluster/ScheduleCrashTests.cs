using System.Globalization;
using Adilas.Calendars;
using Adilas.Calling;
using Adilas.Corporations;
using Adilas.LocalCluster;
using Adilas.Refusals;

namespace Adilas.Cluster;

/// <summary>Schedules that come due each second while silos are killed: each time makes exactly one job.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ScheduleCrashTests(ClusterFixture shared) : IAsyncLifetime
{
    private static readonly ScheduleName Name = ScheduleName.Parse("each-second");
    private static readonly ScheduleDefinition EachSecond = new(new ScheduleTiming(Every: TimeSpan.FromSeconds(1)), new ScheduleJob("ticks", "noop", "{}"))
    {
        CatchUp = CatchUp.RunAll,
        CatchUpLimit = ScheduleDefinition.MaxCatchUpLimit,
        Overlap = Overlap.Queue,
    };

    private readonly int seconds = Scenario.Size(usual: 20, full: 90);
    private FrontEnd front = null!;

    private CorporationId[] Owners => [.. shared.Corporations.Take(Scenario.Size(usual: 10, full: 50)).Select(CorporationId.Parse)];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_second_makes_one_job_of_each_schedule_whichever_silos_die()
    {
        var began = DateTimeOffset.UtcNow;
        foreach (var owner in Owners) await Calling(() => front.Grains.Schedules(owner).Set(Name, EachSecond, null, Cancelled));
        for (var kill = 0; kill < 3; kill++)
        {
            await Task.Delay(TimeSpan.FromSeconds(seconds / 4.0), Cancelled);
            shared.Cluster.Silos[kill].Kill();
        }

        // All that was due by then, caught up with or not.
        var until = began.AddSeconds(seconds);
        await Deadline.Until("each schedule has gone past the time", async _ => await Behind(until) == 0, Scenario.Limit, Cancelled);
        foreach (var owner in Owners) await Calling(() => front.Grains.Schedule(owner, Name).Remove(null, Cancelled));

        foreach (var owner in Owners)
        {
            var own = $"FROM adilas.schedule_run WHERE corporation = '{owner}' AND name = '{Name}'";
            var (runs, span) = (await Number($"SELECT COUNT(*) {own}"), await Number($"SELECT (MAX(due_at) - MIN(due_at)) DIV 1000000 + 1 {own}"));
            Assert.True(runs >= seconds - 1, $"{owner} ran {runs} times in {seconds} s.");
            Assert.Equal(span, runs);
            Assert.Equal(0, await Number($"SELECT COUNT(*) {own} AND (kind <> 0 OR job_id IS NULL)"));
            var jobs = $"origin = 'schedule:{Name}' AND corporation = '{owner}'";
            Assert.Equal(
                (runs, runs),
                (await Number($"SELECT COUNT(DISTINCT job_id) {own}"),
                    await Number($"SELECT (SELECT COUNT(*) FROM adilas.job WHERE {jobs}) + (SELECT COUNT(*) FROM adilas.job_history WHERE {jobs})")));
        }

        await shared.IsWhole();
    }

    public async ValueTask InitializeAsync() => front = await FrontEnd.Connect(shared.Cluster);

    public ValueTask DisposeAsync() => front.DisposeAsync();

    private Task<long> Behind(DateTimeOffset until) => Number(string.Create(
        CultureInfo.InvariantCulture,
        $"SELECT COUNT(*) FROM adilas.schedule_due WHERE name = '{Name}' AND due_at < {(until - DateTimeOffset.UnixEpoch).Ticks / 10}"));

    private async Task<long> Number(string sql) => Convert.ToInt64(await shared.Cluster.Execute(sql), CultureInfo.InvariantCulture);

    /// <summary>Calls until it is known what came of it.</summary>
    private async Task<T> Calling<T>(Func<Task<T>> call)
    {
        while (true)
        {
            using var caller = front.Callers.Use(FrontEnd.Caller);
            try
            {
                return await call();
            }
            catch (RefusedException refused) when (refused.Refusal is Refusal.Unavailable or Refusal.OutcomeUnknown)
            {
                await Task.Delay(100, Cancelled);
            }
        }
    }
}
