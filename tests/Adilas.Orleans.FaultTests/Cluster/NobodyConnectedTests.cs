using Adilas.Calling;
using Adilas.LocalCluster;

namespace Adilas.Cluster;

/// <summary>Every silo dies at once in the middle of provisionings, and comes back while nobody calls.</summary>
[Collection(ClusterCollection.Name)]
public sealed class NobodyConnectedTests(ClusterFixture shared)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_interrupted_finishes_by_itself()
    {
        var ids = Enumerable.Range(0, Scenario.Size(usual: 3, full: 20)).Select(_ => Orders.NewId("interrupted")).ToList();

        // A store that hangs holds them in the middle.
        shared.Cluster.S3.Pause();
        try
        {
            foreach (var id in ids) await shared.Api.Order(Orders.Line(id, "standard"));
            foreach (var id in ids) await WaitForStep(id, """{"name":"files","type":"bucket","state":"running",""");
            await KillAllSilos();
        }
        finally
        {
            shared.Cluster.S3.Continue();
        }

        foreach (var silo in shared.Cluster.Silos) await shared.WaitFor(silo);
        await Deadline.Until(
            "no provisioning is unfinished", async _ => await shared.Cluster.Execute("SELECT COUNT(*) FROM adilas.saga_pending") is 0L, Scenario.Limit, Cancelled);

        foreach (var host in shared.Cluster.WebHosts) await host.Start(Cancelled);
        foreach (var id in ids) Assert.Equal("ready", await shared.Api.ProvisioningState(id));
        Assert.Empty((await shared.Api.Census()).GetProperty("orphans").EnumerateArray());
        await shared.IsWhole();
    }

    private Task WaitForStep(string id, string step) => Deadline.Until(
        $"'{id}' has come to {step}",
        async _ => (await shared.Api.Get($"corporations/{id}/provisioning")).Contains(step, StringComparison.Ordinal),
        Scenario.Limit,
        Cancelled);

    private async Task KillAllSilos()
    {
        foreach (var host in shared.Cluster.WebHosts) await host.Stop();
        foreach (var silo in shared.Cluster.Silos) silo.Kill();
    }
}
