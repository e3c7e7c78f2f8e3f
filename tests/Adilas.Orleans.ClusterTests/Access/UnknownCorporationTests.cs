using Adilas.ApiKeys;
using Adilas.Corporations;
using Adilas.Provisioning;
using Adilas.Refusals;
using Adilas.Settings;
using Adilas.Stacks;

namespace Adilas.Access;

/// <summary>Nobody but the runtime writes what belongs to a corporation that does not exist.</summary>
public sealed class UnknownCorporationTests(ClusterFixture cluster)
{
    private static readonly SettingsEdit Edit = new(SettingsEditKind.Merge, """{"custom":{"planted":true}}""");

    private readonly CorporationId id = ClusterFixture.NewCorporation();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("corporation:{0}")]
    [InlineData("role:{0}:clerk")]
    [InlineData("user:{0}:u1")]
    public async Task A_layer_of_it_is_read_as_absent_and_not_written(string scope)
    {
        var profile = Profile(string.Format(null, scope, id));

        ClusterFixture.AsOperator();
        await Refuses(() => profile.Edit(Edit, Cancelled));
        ClusterFixture.As(new(CallerKind.Machine, "key:k", null, id, PermissionSet.All));
        await Refuses(() => profile.Restore(1, null, null, Cancelled));

        ClusterFixture.AsOperator();
        Assert.Null(await profile.Find(Cancelled));
        Assert.Empty((await profile.History(null, null, Cancelled)).Items);
    }

    [Fact]
    public async Task A_key_of_it_is_not_issued()
    {
        ClusterFixture.AsOperator();
        Assert.True(ApiKeyId.TryParse($"{id}.till", out var key));

        await Refuses(() => cluster.Grains.ApiKey(key).Issue(new ApiKeyOrder("Till", PermissionSet.All, null), [.. new byte[32]], Cancelled));
    }

    [Fact]
    public async Task What_was_tried_before_the_order_leaves_the_ordered_settings_alone()
    {
        var profile = Profile($"corporation:{id}");
        ClusterFixture.AsOperator();
        await cluster.Grains.Stack(StackId.Parse("data0")).Register(StackKind.Shared, 1000, Cancelled);
        await Refuses(() => profile.Edit(Edit, Cancelled));

        await cluster.Grains.Provisioning(id).Start(
            new("Acme", "retail", CorporationKind.Work, "ann@acme.example", "Ann", Settings: SettingsDocument.Parse("""{"custom":{"ordered":1}}""")), Cancelled);
        await ClusterFixture.Until(
            () => Asking(() => cluster.Grains.Provisioning(id).Find(Cancelled)), status => status?.State is ProvisioningPhase.Ready, $"Provisioning {id}");

        Assert.Equal("""{"custom":{"ordered":1}}""", (await Asking(() => profile.Find(Cancelled)))?.Document.Json);
        Assert.Equal("""{"custom":{"ordered":1,"planted":true}}""", (await profile.Edit(Edit, Cancelled)).Document.Json);
    }

    private static Task<T> Asking<T>(Func<Task<T>> call)
    {
        ClusterFixture.AsOperator();
        return call();
    }

    private static async Task Refuses(Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(call);
        Assert.Equal((Refusal.NotFound, "corporation-unknown"), (refused.Refusal, refused.Code));
    }

    private ISettingsProfileGrain Profile(string text) => ProfileScope.TryParse(text, out var scope)
        ? cluster.Grains.SettingsProfile(scope)
        : throw new ArgumentException($"'{text}' is not a scope.", nameof(text));
}
