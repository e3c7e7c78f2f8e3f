using Adilas.Corporations;
using Adilas.Provisioning;
using Adilas.Refusals;

namespace Adilas.Stacks;

public sealed class StackPlacementTests(ClusterFixture cluster)
{
    private const int Places = 10;
    private const int Orders = 50;

    private readonly StackId stack = StackId.Parse($"tiny-{Guid.NewGuid():N}"[..20]);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_fifty_orders_at_once_for_ten_places_ten_are_made_although_whoever_chooses_is_restarted()
    {
        await Register(Places);
        var ids = Enumerable.Range(0, Orders).Select(_ => ClusterFixture.NewCorporation()).ToList();

        var orders = ids.Select(Order).ToList();
        ClusterFixture.AsOperator();
        await cluster.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero, Cancelled);
        await Task.WhenAll(orders);
        var ended = await Task.WhenAll(ids.Select(End));

        Assert.Equal(Places, ended.Count(status => status.State is ProvisioningPhase.Ready));
        var refused = ended.Where(status => status.State is ProvisioningPhase.Failed).ToList();
        Assert.Equal(Orders - Places, refused.Count);
        Assert.All(refused, status => Assert.Equal(
            $"stack-full: Stack '{stack}' holds as many corporations as it may.", status.Steps.Single(step => step.Name == "place").Reason));
        ClusterFixture.AsOperator();
        Assert.Equal(Places, (await cluster.Grains.Stack(stack).Find(Cancelled))?.Corporations);

        // One place more is one corporation more.
        await Register(Places + 1);
        foreach (var status in refused.Take(2))
        {
            ClusterFixture.AsOperator();
            await cluster.Grains.Provisioning(status.Corporation).Retry(Cancelled);
        }

        var retried = await Task.WhenAll(refused.Take(2).Select(status => End(status.Corporation)));
        Assert.Single(retried, status => status.State is ProvisioningPhase.Ready);
    }

    [Fact]
    public async Task A_place_that_was_chosen_stays_chosen_however_long_nothing_comes_of_it_and_is_free_after_a_rollback()
    {
        await Register(1);
        var (first, second) = (ClusterFixture.NewCorporation(), ClusterFixture.NewCorporation());
        ScriptedStep.Doing[first] = _ => throw new RefusedException(Refusal.Invalid, "broken", "It is broken.");
        await Order(first, "scripted");
        Assert.Equal(ProvisioningPhase.Failed, (await End(first)).State);

        ClusterFixture.AsSystem(second);
        Assert.Equal("stack-full", (await Assert.ThrowsAsync<RefusedException>(() => cluster.Grains.StackDirectory().Place(second, stack, Cancelled))).Code);
        ClusterFixture.AsOperator();
        await cluster.Grains.Provisioning(first).Rollback(Cancelled);
        Assert.Equal(ProvisioningPhase.Absent, (await End(first)).State);

        ClusterFixture.AsSystem(second);
        Assert.Equal(stack, await cluster.Grains.StackDirectory().Place(second, stack, Cancelled));
        Assert.Equal(stack, await cluster.Grains.StackDirectory().Place(second, null, Cancelled));
    }

    private Task<Stack> Register(int capacity)
    {
        ClusterFixture.AsOperator();
        return cluster.Grains.Stack(stack).Register(StackKind.Dedicated, capacity, Cancelled);
    }

    private Task<ProvisioningReceipt> Order(CorporationId id) => Order(id, "small");

    private Task<ProvisioningReceipt> Order(CorporationId id, string recipe)
    {
        ClusterFixture.AsOperator();
        return cluster.Grains.Provisioning(id).Start(
            new("Acme", "retail", CorporationKind.Work, "ann@acme.example", "Ann", stack, recipe), Cancelled);
    }

    private async Task<ProvisioningStatus> End(CorporationId id) => (await ClusterFixture.Until(
        () =>
        {
            ClusterFixture.AsOperator();
            return cluster.Grains.Provisioning(id).Find(Cancelled);
        },
        status => status is { State: not (ProvisioningPhase.Running or ProvisioningPhase.RollingBack) },
        $"The end of provisioning {id}"))!;
}
