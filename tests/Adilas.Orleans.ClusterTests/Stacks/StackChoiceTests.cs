using Adilas.Corporations;
using Adilas.Provisioning;
using Adilas.Refusals;

namespace Adilas.Stacks;

/// <summary>Which stack an order goes to that names none. On a cluster of its own: what others register would be chosen, too.</summary>
public sealed class StackChoiceTests : IAsyncLifetime
{
    private static readonly StackId Small = StackId.Parse("small");
    private static readonly StackId Large = StackId.Parse("large");
    private static readonly StackId Own = StackId.Parse("own");

    private readonly ClusterFixture cluster = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => cluster.InitializeAsync();

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    [Fact]
    public async Task An_order_that_names_none_goes_to_the_roomiest_shared_one_until_none_has_room()
    {
        await Register(Own, StackKind.Dedicated, 100);
        await Register(Small, StackKind.Shared, 2);
        await Register(Large, StackKind.Shared, 4);

        Assert.Equal([Large, Large], [await Place(), await Place()]);
        Assert.Equal([(Small, 2), (Large, 2)], Taken([await Place(), await Place(), await Place(), await Place()]));

        var refused = await Assert.ThrowsAsync<RefusedException>(Place);
        Assert.Equal((Refusal.Conflict, "no-capacity"), (refused.Refusal, refused.Code));
        Assert.Equal(Own, await Place(Own));
        ClusterFixture.AsOperator();
        Assert.Equal(1, (await cluster.Grains.Stack(Own).Find(Cancelled))?.Corporations);

        // Room that is made is found, without an order that names it.
        await Register(Small, StackKind.Shared, 3);
        Assert.Equal(Small, await ClusterFixture.Until(PlaceOrNull, stack => stack is not null, "A place where room was made"));
    }

    [Fact]
    public async Task An_order_without_room_anywhere_fails_with_the_reason_and_goes_on_once_there_is_some()
    {
        await Register(Own, StackKind.Dedicated, 100);
        var id = ClusterFixture.NewCorporation();
        ClusterFixture.AsOperator();
        await cluster.Grains.Provisioning(id).Start(new("Acme", "retail", CorporationKind.Work, "ann@acme.example", "Ann"), Cancelled);
        var failed = await Ended(id);
        Assert.Equal(
            (ProvisioningPhase.Failed, "no-capacity: No shared stack has room; register one or raise a capacity."),
            (failed.State, failed.Steps.Single(step => step.Name == "place").Reason));

        await Register(Large, StackKind.Shared, 1);
        await ClusterFixture.Until(() => Retried(id), status => status.State is ProvisioningPhase.Ready, $"The retry of {id}");
        ClusterFixture.AsOperator();
        Assert.Equal(Large, (await cluster.Grains.Corporation(id).Find(Cancelled))?.Stack);
    }

    [Fact]
    public async Task A_stack_is_not_registered_again_as_the_other_kind()
    {
        await Register(Small, StackKind.Shared, 2);

        var refused = await Assert.ThrowsAsync<RefusedException>(() => Register(Small, StackKind.Dedicated, 2));

        Assert.Equal((Refusal.Conflict, "stack-exists"), (refused.Refusal, refused.Code));
        Assert.Equal(3, (await Register(Small, StackKind.Shared, 3)).Capacity);
    }

    private static IEnumerable<(StackId, int)> Taken(IEnumerable<StackId> placed) =>
        placed.CountBy(stack => stack).OrderByDescending(stack => stack.Key.Value, StringComparer.Ordinal).Select(stack => (stack.Key, stack.Value));

    private Task<Stack> Register(StackId stack, StackKind kind, int capacity)
    {
        ClusterFixture.AsOperator();
        return cluster.Grains.Stack(stack).Register(kind, capacity, Cancelled);
    }

    private Task<StackId> Place() => Place(null);

    private Task<StackId> Place(StackId? wanted)
    {
        var corporation = ClusterFixture.NewCorporation();
        ClusterFixture.AsSystem(corporation);
        return cluster.Grains.StackDirectory().Place(corporation, wanted, Cancelled);
    }

    private async Task<StackId?> PlaceOrNull()
    {
        try
        {
            return await Place();
        }
        catch (RefusedException refused) when (refused.Code == "no-capacity")
        {
            return null;
        }
    }

    private async Task<ProvisioningStatus> Retried(CorporationId id)
    {
        ClusterFixture.AsOperator();
        await cluster.Grains.Provisioning(id).Retry(Cancelled);
        return await Ended(id);
    }

    private async Task<ProvisioningStatus> Ended(CorporationId id) => (await ClusterFixture.Until(
        () =>
        {
            ClusterFixture.AsOperator();
            return cluster.Grains.Provisioning(id).Find(Cancelled);
        },
        status => status is { State: not ProvisioningPhase.Running },
        $"The end of provisioning {id}"))!;
}
