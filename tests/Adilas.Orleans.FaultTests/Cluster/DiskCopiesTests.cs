using Adilas.Calling;
using Adilas.Corporations;
using Adilas.Refusals;
using Adilas.Settings;

namespace Adilas.Cluster;

/// <summary>A front end that starts while its cluster is gone.</summary>
[Collection(ClusterCollection.Name)]
public sealed class DiskCopiesTests(ClusterFixture shared)
{
    private const string Hard = "limits.users";
    private const string Soft = "images.width";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private CorporationId Corporation => CorporationId.Parse(shared.Corporations[1]);

    [Fact]
    public async Task It_serves_soft_settings_from_disk_and_catches_up_when_the_cluster_is_back()
    {
        var folder = Directory.CreateTempSubdirectory("copies-");
        (string, string) setting = ("Settings:CopiesPath", folder.FullName);
        await shared.Api.Set($"corporation:{Corporation.Value}", """{"limits":{"users":7},"images":{"width":801}}""");
        await using (var before = await FrontEnd.Connect(shared.Cluster, setting))
        {
            await Until(before, "the settings are held", profile => profile.Get<int>(Hard) == 7);
            await LocalCluster.Deadline.Until(
                "they are on disk", _ => Task.FromResult(folder.GetFiles("*.copy").Length >= 5), Scenario.Limit, Cancelled);
        }

        // Without the platform database no silo is found.
        shared.Cluster.MySql.Pause();
        FrontEnd front;
        try
        {
            front = FrontEnd.Start(shared.Cluster, setting);
            var profile = await front.Settings.Get(Corporation, cancellationToken: Cancelled);
            Assert.Equal((801, true), (profile.Get<int>(Soft), profile.IsFromDisk));
            Assert.Equal("profile-lease-ended", Assert.Throws<RefusedException>(() => profile.Get<int>(Hard)).Code);
        }
        finally
        {
            shared.Cluster.MySql.Continue();
        }

        await using var _ = front;
        await shared.Api.Set($"corporation:{Corporation.Value}", """{"images":{"width":802}}""");
        await Until(front, "it has caught up", profile => !profile.IsLeaseEnded && profile.Get<int>(Soft) == 802 && profile.Get<int>(Hard) == 7);
        folder.Delete(recursive: true);
        await shared.IsWhole();
    }

    private Task Until(FrontEnd front, string what, Func<Profile, bool> holds)
    {
        var last = 0;
        return LocalCluster.Deadline.Until(
            what,
            async _ =>
            {
                var profile = await front.Settings.Get(Corporation, cancellationToken: Cancelled);
                var width = profile.Get<int>(Soft);
                Assert.True(width >= last, $"It went back from {last} to {width}.");
                last = width;
                return holds(profile);
            },
            Scenario.Limit,
            Cancelled);
    }
}
