using Adilas.Access;
using Adilas.Provisioning;
using Adilas.Refusals;
using Adilas.Settings;
using Adilas.Stacks;
using Adilas.Users;

namespace Adilas.Corporations;

public sealed class CorporationGrainTests(ClusterFixture cluster)
{
    private static readonly CorporationRegistration Particulars = new(
        "Acme", "retail", CorporationKind.Work, StackId.Parse("data0"), "small", UserId.Parse("u1"));

    private readonly CorporationId id = ClusterFixture.NewCorporation();

    private ICorporationGrain Grain => cluster.Grains.Corporation(id);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_is_found_in_the_directory_as_soon_as_it_is_acknowledged()
    {
        await Register();
        ClusterFixture.AsOperator();
        var changed = await Grain.Change(new CorporationChange(Name: "Café Zürich"), 1, Cancelled);
        Assert.Equal(("Café Zürich", 2), (changed.Name, changed.Version));

        foreach (var text in new[] { "cafe z", "ZURICH", id.Value })
        {
            var page = await cluster.Grains.CorporationDirectory().Search(new CorporationQuery(text, Limit: 200), Cancelled);
            Assert.Contains(page.Items, item => item.Id == id && item.Name == "Café Zürich");
        }
    }

    [Fact]
    public async Task Only_an_operator_chooses_plan_and_publication()
    {
        await Register();
        ClusterFixture.As(new(CallerKind.Machine, "key:till", Corporation: id, Permissions: PermissionSet.Of(Permission.CorporationsWrite)));
        Task Try(CorporationChange change) => Grain.Change(change, null, Cancelled);

        Assert.Equal("plan-forbidden", (await Assert.ThrowsAsync<RefusedException>(() => Try(new(Plan: "large")))).Code);
        Assert.Equal("published-forbidden", (await Assert.ThrowsAsync<RefusedException>(() => Try(new(IsPublished: true)))).Code);

        ClusterFixture.AsOperator();
        Assert.True((await Grain.Change(new(IsPublished: true), null, Cancelled)).IsPublished);
    }

    [Fact]
    public async Task Two_writers_of_one_version_do_not_both_win()
    {
        await Register();
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
        {
            ClusterFixture.AsOperator();
            try
            {
                await Grain.Change(new CorporationChange(Name: $"Name {number}"), 1, Cancelled);
                return true;
            }
            catch (RefusedException refused) when (refused.Refusal is Refusal.Stale)
            {
                return false;
            }
        }));

        Assert.Equal(1, results.Count(won => won));
    }

    [Fact]
    public async Task A_frozen_corporation_is_read_but_not_changed_and_goes_on_when_it_is_live_again()
    {
        await Register();
        ClusterFixture.AsOperator();
        await Grain.SetMode(CorporationMode.Frozen, "test", Cancelled);

        Assert.True(ProfileScope.TryParse($"corporation:{id}", out var scope));
        var profile = cluster.Grains.SettingsProfile(scope);
        var edit = new SettingsEdit(SettingsEditKind.Merge, """{"custom":{"a":1}}""");
        Assert.Null(await profile.Find(Cancelled));
        var refused = await Assert.ThrowsAsync<RefusedException>(() => profile.Edit(edit, Cancelled));
        Assert.Equal((Refusal.Mode, "mode-frozen"), (refused.Refusal, refused.Code));

        await Grain.SetMode(CorporationMode.Live, "test over", Cancelled);
        Assert.Equal(1, (await profile.Edit(edit, Cancelled)).Version);
    }

    [Fact]
    public async Task After_a_mode_is_acknowledged_no_write_under_the_earlier_one_is_stored()
    {
        await Register();
        var acknowledged = 0L;
        var (late, written) = (0, 0);
        var stop = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var writers = Enumerable.Range(0, 50).Select(async number =>
        {
            Assert.True(ProfileScope.TryParse($"role:{id}:r{number}", out var scope));
            for (var round = 0; !stop.IsCancellationRequested; round++)
            {
                ClusterFixture.AsOperator();
                var began = Interlocked.Read(ref acknowledged);
                try
                {
                    var edit = new SettingsEdit(SettingsEditKind.Merge, $$"""{"custom":{"n":{{round}} } }""");
                    await cluster.Grains.SettingsProfile(scope).Edit(edit, CancellationToken.None);
                }
                catch (RefusedException refused) when (refused.Refusal is Refusal.Mode)
                {
                    return;
                }

                Interlocked.Increment(ref written);

                // Begun after the acknowledgement and stored all the same: that must never be.
                if (began == 1) Interlocked.Increment(ref late);
            }
        }).ToArray();

        await ClusterFixture.Until(() => Task.FromResult(Volatile.Read(ref written)), count => count > 200, "Writing");
        ClusterFixture.AsOperator();
        await Grain.SetMode(CorporationMode.Frozen, "race", Cancelled);
        Interlocked.Exchange(ref acknowledged, 1);
        await Task.WhenAll(writers);

        Assert.Equal(0, late);
        Assert.False(stop.IsCancellationRequested, "not every writer was refused");
    }

    [Fact]
    public async Task An_operation_id_is_answered_once_and_replayed()
    {
        await Register();
        var first = await Renamed("Apex", "op-1", "hash-1");
        await Renamed("Zenith", "op-2", "hash-2");
        var replayed = await Renamed("Apex", "op-1", "hash-1");

        Assert.Equal(first, replayed);
        ClusterFixture.AsOperator();
        Assert.Equal("Zenith", (await Grain.Find(Cancelled))?.Name);
        var reused = await Assert.ThrowsAsync<RefusedException>(() => Renamed("Other", "op-1", "hash-3"));
        Assert.Equal("idempotency-key-reused", reused.Code);
    }

    [Fact]
    public async Task History_names_who_did_what_with_before_and_after()
    {
        await Order();
        ClusterFixture.As(ClusterFixture.Operator with { Actor = "key:abc" });
        await Grain.Change(new CorporationChange(Name: "Apex"), null, Cancelled);

        var item = await ClusterFixture.Until(
            async () =>
            {
                ClusterFixture.AsOperator();
                var page = await cluster.Grains.CorporationHistory(id).List(new HistoryQuery(), Cancelled);
                return page.Items.FirstOrDefault(item => item.Action == "Corporation.Change");
            },
            item => item is not null,
            "The change in the history");

        Assert.Equal(("key:abc", 2L, $"corporation {id}"), (item!.Actor, item.Version, item.Subject));
        Assert.Contains(item.Changes, change => change is { Path: "registration.name", Before: "\"Acme\"", After: "\"Apex\"" });
    }

    private async Task<Corporation> Renamed(string name, string operation, string hash)
    {
        ClusterFixture.AsOperator();
        RequestContext.Set(OperationKey.Header, new OperationKey(operation + id, hash).ToString());
        return await Grain.Change(new CorporationChange(Name: name), null, Cancelled);
    }

    /// <summary>A history begins with a provisioning.</summary>
    private async Task Order()
    {
        ClusterFixture.AsOperator();
        await cluster.Grains.Stack(StackId.Parse("data0")).Register(StackKind.Shared, 1000, Cancelled);
        await cluster.Grains.Provisioning(id).Start(
            new("Acme", "retail", CorporationKind.Work, "ann@acme.example", "Ann", StackId.Parse("data0")), Cancelled);
        await ClusterFixture.Until(
            () =>
            {
                ClusterFixture.AsOperator();
                return cluster.Grains.Provisioning(id).Find(Cancelled);
            },
            status => status?.State is ProvisioningPhase.Ready,
            $"Provisioning {id}");
    }

    private async Task Register()
    {
        ClusterFixture.AsSystem(id);
        await Grain.Register(Particulars, Cancelled);
    }
}
