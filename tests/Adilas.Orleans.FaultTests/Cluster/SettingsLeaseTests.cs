using System.Diagnostics;
using System.Text.Json;
using Adilas.Calling;
using Adilas.Corporations;
using Adilas.Refusals;
using Adilas.Settings;

namespace Adilas.Cluster;

/// <summary>What a front end serves while it cannot know what is stored.</summary>
[Collection(ClusterCollection.Name)]
public sealed class SettingsLeaseTests(ClusterFixture shared) : IAsyncLifetime
{
    private const string Hard = "limits.users";
    private const string Soft = "images.width";

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(5);

    private FrontEnd front = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private CorporationId Corporation => CorporationId.Parse(shared.Corporations[0]);

    [Fact]
    public async Task Hard_settings_end_with_the_lease_and_come_back_and_soft_ones_never_end()
    {
        await shared.Api.Set($"corporation:{Corporation.Value}", """{"limits":{"users":7},"images":{"width":800}}""");
        await Until("the change is seen", profile => profile.Get<int>(Hard) == 7);

        var watch = Stopwatch.StartNew();
        shared.Cluster.MySql.Pause();
        TimeSpan lastServed;
        try
        {
            lastServed = await UntilRefused(watch);
            var profile = await front.Settings.Get(Corporation, cancellationToken: Cancelled);
            Assert.True(profile.IsLeaseEnded);
            Assert.True(profile.Age > Lease, $"It says to be {profile.Age} old.");
            Assert.Equal(800, profile.Get<int>(Soft));
            Assert.Equal(("null", "800"), (At(profile.SoftToJson(), Hard), At(profile.SoftToJson(), Soft)));
            Assert.Equal("7", At(profile.ToJson(), Hard));
        }
        finally
        {
            shared.Cluster.MySql.Continue();
        }

        Assert.True(lastServed < Lease + TimeSpan.FromSeconds(1), $"A hard setting was served {lastServed} after the store was lost.");
        await Until("hard settings are served again", profile => !profile.IsLeaseEnded && profile.Get<int>(Hard) == 7);
        await shared.IsWhole();
    }

    [Fact]
    public async Task A_killed_silo_ends_no_lease_that_is_longer_than_a_fail_over()
    {
        // How long a fail-over takes depends on what else the machine does, so this lease is generous.
        await using var patient = await FrontEnd.Connect(shared.Cluster, ("Settings:Lease", "00:00:30"));
        async Task<List<Profile>> All() =>
            [.. await Task.WhenAll(shared.Corporations.Select(id => patient.Settings.Get(CorporationId.Parse(id), cancellationToken: Cancelled).AsTask()))];

        await All();
        var victim = shared.Cluster.Silos[0];
        victim.Kill();
        await LocalCluster.Deadline.Until(
            "every profile is current again",
            async _ =>
            {
                var profiles = await All();
                Assert.All(profiles, profile => Assert.InRange(profile.Get<int>(Hard), 1, 1_000_000));
                return victim.ProcessId > 0 && profiles.All(profile => profile.Age < TimeSpan.FromSeconds(2));
            },
            Scenario.Limit,
            Cancelled);

        await shared.WaitFor(victim);
        await shared.IsWhole();
    }

    public async ValueTask InitializeAsync() => front = await FrontEnd.Connect(shared.Cluster);

    public ValueTask DisposeAsync() => front.DisposeAsync();

    private static string At(JsonElement document, string path)
    {
        foreach (var name in path.Split('.'))
            if (!document.TryGetProperty(name, out document)) return "null";
        return document.GetRawText();
    }

    private async Task<TimeSpan> UntilRefused(Stopwatch watch)
    {
        var last = TimeSpan.Zero;
        while (true)
        {
            Assert.True(watch.Elapsed < Scenario.Limit, "Hard settings were served without end.");
            try
            {
                var profile = await front.Settings.Get(Corporation, cancellationToken: Cancelled);
                profile.Get<int>(Hard);
                last = watch.Elapsed;
            }
            catch (RefusedException ended) when (ended.Code is "profile-lease-ended")
            {
                return last;
            }

            await Task.Delay(10, Cancelled);
        }
    }

    private Task Until(string what, Func<Profile, bool> isSo) => LocalCluster.Deadline.Until(
        what, async _ => isSo(await front.Settings.Get(Corporation, cancellationToken: Cancelled)), Scenario.Limit, Cancelled);
}
