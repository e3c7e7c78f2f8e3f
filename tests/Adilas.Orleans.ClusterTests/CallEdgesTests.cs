using Adilas.Corporations;
using Adilas.Provisioning;
using Adilas.Settings;
using Adilas.Stacks;

namespace Adilas;

public sealed class CallEdgesTests(ClusterFixture cluster)
{
    private readonly CorporationId id = ClusterFixture.NewCorporation();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>The fixture looks at the calls of all tests once they have ended; here at those of one life, from order to closing.</summary>
    [Fact]
    public async Task No_grain_waits_for_one_above_itself_or_for_its_like()
    {
        ClusterFixture.AsOperator();
        await cluster.Grains.Stack(StackId.Parse("data0")).Register(StackKind.Shared, 1000, Cancelled);
        await cluster.Grains.Provisioning(id).Start(
            new("Acme", "retail", CorporationKind.Work, "ann@acme.example", "Ann", StackId.Parse("data0"), Settings: SettingsDocument.Parse("""{"custom":{"b":1}}""")), Cancelled);
        var made = await ClusterFixture.Until(
            () =>
            {
                ClusterFixture.AsOperator();
                return cluster.Grains.Provisioning(id).Find(Cancelled);
            },
            status => status?.State is not ProvisioningPhase.Running,
            $"Provisioning {id}");
        Assert.Equal((ProvisioningPhase.Ready, ""), (made!.State, string.Concat(made.Steps.Select(step => step.Reason))));
        Assert.True(ProfileScope.TryParse($"corporation:{id}", out var scope));
        await cluster.Grains.SettingsProfile(scope).Edit(new SettingsEdit(SettingsEditKind.Merge, """{"custom":{"a":1}}"""), Cancelled);
        await cluster.Grains.Corporation(id).Change(new CorporationChange(Name: "Apex"), null, Cancelled);
        await cluster.Grains.Corporation(id).Close("done", Cancelled);

        var seen = cluster.Edges;
        Assert.Superset(
            new HashSet<(string, string)>
            {
                ("provisioning", "stack-directory"), ("provisioning", "user"), ("provisioning", "membership"),
                ("provisioning", "settings-profile"), ("provisioning", "corporation"),
            },
            seen.ToHashSet());
        Assert.Empty(CallEdges.Faults(seen));
    }

    [Theory]
    [InlineData("corporation", "membership", "corporation waits for membership.")]
    [InlineData("settings-profile", "settings-profile", "settings-profile waits for settings-profile.")]
    [InlineData("corporation", "calendar", "calendar has no level: give it one.")]
    public void A_call_that_is_not_downwards_is_a_fault(string from, string to, string fault) =>
        Assert.Equal([fault], CallEdges.Faults([("provisioning", "corporation"), (from, to)]));
}
