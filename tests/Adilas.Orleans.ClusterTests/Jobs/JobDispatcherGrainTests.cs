using Adilas.Corporations;

namespace Adilas.Jobs;

public sealed class JobDispatcherGrainTests(ClusterFixture cluster) : IAsyncLifetime
{
    private readonly CorporationId corporation = ClusterFixture.NewCorporation();
    private readonly string kind = $"kind-{Guid.NewGuid():N}"[..20];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await cluster.Register(corporation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_kind_that_somebody_named_once_is_not_read_for_ever()
    {
        ClusterFixture.AsOperator();
        await cluster.Grains.JobDispatcher(kind).Take(1, TimeSpan.Zero, Cancelled);
        Assert.True(await IsActive());

        await ClusterFixture.Until(IsActive, isActive => !isActive, "the dispatcher to rest");
    }

    [Fact]
    public async Task A_line_whose_head_is_held_by_its_key_does_not_hide_when_the_next_job_is_due()
    {
        ClusterFixture.AsOperator();
        var queue = cluster.Grains.JobQueue(corporation);
        await queue.Order([new JobOrder("one", kind, "{}", ConcurrencyKey: "till"), new JobOrder("one", kind, "{}", ConcurrencyKey: "till")], Cancelled);
        var dueAt = DateTimeOffset.UtcNow.AddSeconds(2);
        await queue.Order([new JobOrder("one", kind, "{}", dueAt)], Cancelled);
        ClusterFixture.AsOperator();
        Assert.Single(await queue.Lease(kind, "worker", 1, TimeSpan.FromSeconds(30), Cancelled));
        ClusterFixture.AsOperator();
        Assert.Empty(await queue.Lease(kind, "worker", 5, TimeSpan.FromSeconds(30), Cancelled));

        ClusterFixture.AsOperator();
        await cluster.Grains.JobDispatcher(kind).Take(1, TimeSpan.FromSeconds(1), Cancelled); // what the dispatcher itself has read
        ClusterFixture.AsOperator();
        Assert.Empty(await queue.Lease(kind, "worker", 5, TimeSpan.FromSeconds(30), Cancelled));
        ClusterFixture.AsOperator();
        var granted = await cluster.Grains.JobDispatcher(kind).Take(1, TimeSpan.FromSeconds(5), Cancelled);

        Assert.Equal(corporation, Assert.Single(granted).Corporation);
        Assert.InRange(DateTimeOffset.UtcNow, dueAt, dueAt.AddSeconds(2));
    }

    /// <summary>Asked of the silos themselves: what their directories remember may be out of date.</summary>
    private async Task<bool> IsActive()
    {
        ClusterFixture.AsOperator();
        var all = await cluster.Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics(null, null, Cancelled);
        return all.Any(grain => grain.GrainId == cluster.Grains.JobDispatcher(kind).GetGrainId());
    }
}
