namespace Adilas.Corporations;

/// <summary>On a cluster of its own, so that the activations that are counted are those of this test.</summary>
public sealed class MemoryTests : IAsyncLifetime
{
    private const int Corporations = 1_000;

    private readonly ClusterFixture cluster = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => cluster.InitializeAsync();

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    [Fact]
    public async Task A_thousand_corporations_leave_no_activation_behind_once_nobody_uses_them()
    {
        var before = await Collected();
        await Parallel.ForAsync(0, Corporations, new ParallelOptions { MaxDegreeOfParallelism = 50, CancellationToken = Cancelled }, async (_, _) =>
        {
            var id = ClusterFixture.NewCorporation();
            await cluster.Register(id);
            ClusterFixture.AsOperator();
            Assert.NotNull(await cluster.Grains.Corporation(id).Find(Cancelled));
        });
        var during = await Count();

        var after = await ClusterFixture.Until(Collected, count => count <= before, $"The return to {before} activations");

        Assert.True(during >= before + Corporations, $"{during} activations of {Corporations} corporations, {before} before them");
        Assert.InRange(after, 0, before);
    }

    private async Task<int> Collected()
    {
        ClusterFixture.AsOperator();
        await cluster.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero, Cancelled);
        return await Count();
    }

    private Task<int> Count()
    {
        ClusterFixture.AsOperator();
        return cluster.Grains.GetGrain<IManagementGrain>(0).GetTotalActivationCount(Cancelled);
    }
}
