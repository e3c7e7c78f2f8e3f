using System.Globalization;
using Adilas.Calling;
using Adilas.Corporations;
using Adilas.Jobs;
using Adilas.Jobs.Bulk;
using Adilas.LocalCluster;
using Adilas.Refusals;

namespace Adilas.Cluster;

/// <summary>A change of many jobs while all silos die: it goes on by itself, and counts each job once.</summary>
[Collection(ClusterCollection.Name)]
public sealed class BulkCrashTests(ClusterFixture shared) : IAsyncLifetime
{
    private FrontEnd front = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_dies_it_goes_on_and_counts_each_job_once()
    {
        var corporation = CorporationId.Parse(shared.Corporations[11]);
        var count = Scenario.Size(usual: 6_000, full: 60_000);
        foreach (var part in Enumerable.Range(0, count).Chunk(JobOrder.MaxBatch))
            await Calling(() => front.Grains.JobQueue(corporation).Order([.. part.Select(number => new JobOrder("bulk", "label", $"{number}"))], Cancelled));
        var begun = await Calling(() => front.Grains.BulkOperations(corporation).Start(BulkVerb.Cancel, new JobQuery(Kind: "label"), Cancelled));

        await Deadline.Until("some are cancelled", async _ => await Ended(corporation) > 0, Scenario.Limit, Cancelled);
        foreach (var silo in shared.Cluster.Silos) silo.Kill();
        var before = await Ended(corporation);

        await Deadline.Until("it has finished", async _ => await Phase(begun.Id) == (int)BulkPhase.Finished, Scenario.Limit, Cancelled);
        var after = (await Calling(() => front.Grains.BulkOperation(corporation, begun.Id).Find(Cancelled)))!;
        Console.WriteLine($"Bulk: {before} of {count} were cancelled when all silos died.");
        Assert.InRange(before, 1, count - 1);
        Assert.Equal((count, 0), (after.Done, after.Skipped));
        Assert.Equal(count, await Ended(corporation));
        await shared.IsWhole();
    }

    public async ValueTask InitializeAsync() => front = await FrontEnd.Connect(shared.Cluster);

    public ValueTask DisposeAsync() => front.DisposeAsync();

    private Task<int> Ended(CorporationId corporation) => Number(
        $"SELECT COUNT(*) FROM adilas.job_history WHERE corporation = '{corporation}' AND kind = 'label' AND end_state = {(int)JobState.Cancelled}");

    private Task<int> Phase(BulkOperationId id) => Number($"SELECT phase FROM adilas.bulk_operation WHERE operation = '{id}'");

    private async Task<int> Number(string sql) => Convert.ToInt32(await shared.Cluster.Execute(sql), CultureInfo.InvariantCulture);

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
