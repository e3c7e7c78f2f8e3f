using Adilas.Corporations;
using Adilas.Memberships;
using Adilas.Refusals;
using Adilas.Settings;
using Adilas.Stacks;
using Adilas.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Adilas.Provisioning;

public sealed class ProvisioningGrainTests(ClusterFixture cluster) : IAsyncLifetime
{
    private static readonly CorporationOrder Order = new(
        "Acme", "retail", CorporationKind.Work, "ann@acme.example", "Ann", Settings: SettingsDocument.Parse("""{"look":{"color":"#123"}}"""));

    private readonly CorporationId id = ClusterFixture.NewCorporation();

    private IProvisioningGrain Grain => cluster.Grains.Provisioning(id);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        ClusterFixture.AsOperator();
        await cluster.Grains.Stack(StackId.Parse("data0")).Register(StackKind.Shared, 1000, CancellationToken.None);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task An_order_ends_ready_with_everything_that_it_asked_for()
    {
        ClusterFixture.AsOperator();
        Assert.True((await Grain.Start(Order, Cancelled)).Created);
        await Ends(ProvisioningPhase.Ready);

        ClusterFixture.AsOperator();
        Assert.Equal("Acme", (await cluster.Grains.Corporation(id).Find(Cancelled))?.Name);
        Assert.True(ProfileScope.TryParse($"corporation:{id}", out var scope));
        Assert.Equal("""{"look":{"color":"#123"}}""", (await cluster.Grains.SettingsProfile(scope).Find(Cancelled))?.Document.Json);
    }

    [Fact]
    public async Task An_order_makes_its_owner_a_person_with_a_name_and_an_address_and_a_member_until_it_is_rolled_back()
    {
        var order = Order with { Recipe = "scripted", OwnerEmail = $"ann@{id}.example", OwnerName = "Ann Öwner" };
        ScriptedStep.Doing[id] = _ => throw new RefusedException(Refusal.Invalid, "broken", "It is broken.");
        ClusterFixture.AsOperator();
        await Grain.Start(order, Cancelled);
        await Ends(ProvisioningPhase.Failed);
        var owner = UserId.Parse($"u-{await cluster.Services(0).GetRequiredService<IEmailDigest>().Of(order.OwnerEmail, Cancelled)}");

        ClusterFixture.AsOperator();
        var member = await cluster.Grains.Membership(id, owner).Find(Cancelled);
        Assert.Equal((id, owner), (member!.Corporation, member.User));
        Assert.Equal(["owner"], member.Roles);
        await IsKnown();

        ClusterFixture.AsOperator();
        await Grain.Rollback(Cancelled);
        await Ends(ProvisioningPhase.Absent);
        ClusterFixture.AsOperator();
        Assert.Null(await cluster.Grains.Membership(id, owner).Find(Cancelled));

        // The person may own others, and stays. From the store this time, where name and address lie encrypted.
        await cluster.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero, Cancelled);
        await IsKnown();

        async Task IsKnown()
        {
            ClusterFixture.AsOperator();
            var person = await cluster.Grains.User(owner).Find(Cancelled);
            Assert.Equal((owner, order.OwnerEmail, order.OwnerName), (person!.Id, person.Email, person.Name));
        }
    }

    [Fact]
    public async Task The_same_order_is_the_same_corporation_and_another_is_a_conflict()
    {
        ClusterFixture.AsOperator();
        await Grain.Start(Order, Cancelled);
        await Ends(ProvisioningPhase.Ready);

        ClusterFixture.AsOperator();
        Assert.False((await Grain.Start(Order with { OwnerEmail = "Ann@Acme.example" }, Cancelled)).Created);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => Grain.Start(Order with { Name = "Apex" }, Cancelled));
        Assert.Equal((Refusal.Conflict, "corporation-exists"), (refused.Refusal, refused.Code));
    }

    [Fact]
    public async Task A_bad_order_is_refused_by_field_and_leaves_nothing()
    {
        foreach (var (order, field) in new[]
        {
            (Order with { Name = "" }, "name"), (Order with { OwnerEmail = "ann" }, "owner.email"), (Order with { OwnerName = " " }, "owner.name"),
            (Order with { Industry = "Retail!" }, "industry"), (Order with { Recipe = "none" }, "recipe"),
            (Order with { Stack = StackId.Parse("nowhere") }, "stack"),
        })
        {
            ClusterFixture.AsOperator();
            Assert.Equal(field, (await Assert.ThrowsAsync<RefusedException>(() => Grain.Start(order, Cancelled))).Field);
        }

        Assert.Null(await Grain.Find(Cancelled));
    }

    [Fact]
    public async Task A_step_that_fails_once_is_tried_again()
    {
        var attempts = 0;
        ScriptedStep.Doing[id] = _ => Interlocked.Increment(ref attempts) == 1 ? throw new IOException("away") : Task.CompletedTask;

        ClusterFixture.AsOperator();
        await Grain.Start(Order with { Recipe = "scripted" }, Cancelled);

        var status = await Ends(ProvisioningPhase.Ready);
        Assert.Equal((2, 2), (attempts, status.Steps.Single(step => step.Name == "act").Attempt));
    }

    [Fact]
    public async Task A_step_that_hangs_is_given_up_and_says_so_while_the_grain_answers()
    {
        ScriptedStep.Doing[id] = token => Task.Delay(Timeout.Infinite, token);

        ClusterFixture.AsOperator();
        await Grain.Start(Order with { Recipe = "scripted" }, Cancelled);

        var failed = await Ends(ProvisioningPhase.Failed);
        Assert.StartsWith("Not done within", failed.Steps.Single(step => step.Name == "act").Reason, StringComparison.Ordinal);
        ClusterFixture.AsOperator();
        Assert.Null(await cluster.Grains.Corporation(id).Find(Cancelled));
    }

    [Fact]
    public async Task What_failed_can_be_retried()
    {
        var isMended = false;
        ScriptedStep.Doing[id] = _ => isMended ? Task.CompletedTask : throw new RefusedException(Refusal.Invalid, "broken", "It is broken.");

        ClusterFixture.AsOperator();
        await Grain.Start(Order with { Recipe = "scripted" }, Cancelled);
        Assert.Equal("broken: It is broken.", (await Ends(ProvisioningPhase.Failed)).Steps.Single(step => step.Name == "act").Reason);

        isMended = true;
        ClusterFixture.AsOperator();
        await Grain.Retry(Cancelled);
        await Ends(ProvisioningPhase.Ready);
    }

    [Fact]
    public async Task What_failed_can_be_rolled_back_to_nothing_and_ordered_anew()
    {
        ScriptedStep.Doing[id] = _ => throw new RefusedException(Refusal.Invalid, "broken", "It is broken.");
        ClusterFixture.AsOperator();
        await Grain.Start(Order with { Recipe = "scripted" }, Cancelled);
        await Ends(ProvisioningPhase.Failed);

        ClusterFixture.AsOperator();
        await Grain.Rollback(Cancelled);
        await Ends(ProvisioningPhase.Absent);
        Assert.Equal(1, ScriptedStep.Undone[id]);

        ScriptedStep.Doing.TryRemove(id, out _);
        ClusterFixture.AsOperator();
        Assert.True((await Grain.Start(Order with { Name = "Apex" }, Cancelled)).Created);
        await Ends(ProvisioningPhase.Ready);
        ClusterFixture.AsOperator();
        Assert.Equal("provisioning-ready", (await Assert.ThrowsAsync<RefusedException>(() => Grain.Rollback(Cancelled))).Code);
    }

    [Fact]
    public async Task A_rollback_of_a_step_that_this_release_does_not_know_ends_with_a_reason_and_can_be_retried()
    {
        ClusterFixture.AsOperator();
        await Grain.Start(Order with { Recipe = "foreign" }, Cancelled);
        await Ends(ProvisioningPhase.Failed);

        foreach (var goOn in new[] { Grain.Rollback, (Func<CancellationToken, Task<ProvisioningStatus>>)Grain.Retry })
        {
            ClusterFixture.AsOperator();
            Assert.Equal(ProvisioningPhase.RollingBack, (await goOn(Cancelled)).State);
            var step = (await Ends(ProvisioningPhase.Failed)).Steps.Single(step => step.Name == "act");
            Assert.Equal(
                (StepState.Undoing, "No step of type 'of-another-release' is known to this release. Run one that has it, then retry."),
                (step.State, step.Reason));
        }
    }

    [Fact]
    public async Task What_is_neither_ready_nor_undone_is_listed_with_its_step_page_by_page()
    {
        ScriptedStep.Doing[id] = _ => throw new RefusedException(Refusal.Invalid, "broken", "It is broken.");
        ClusterFixture.AsOperator();
        await Grain.Start(Order with { Recipe = "scripted" }, Cancelled);
        await Ends(ProvisioningPhase.Failed);

        var listed = Assert.Single(await Listed(ProvisioningPhase.Failed), it => it.Corporation == id);
        Assert.Equal((ProvisioningPhase.Failed, "act"), (listed.State, listed.Step));
        Assert.Contains(listed, await Listed(null));
        Assert.DoesNotContain(await Listed(ProvisioningPhase.Running), it => it.Corporation == id);

        ClusterFixture.AsOperator();
        await Grain.Rollback(Cancelled);
        await Ends(ProvisioningPhase.Absent);
        Assert.DoesNotContain(await Listed(null), it => it.Corporation == id);
    }

    private async Task<List<UnfinishedProvisioning>> Listed(ProvisioningPhase? state)
    {
        ClusterFixture.AsOperator();
        var all = new List<UnfinishedProvisioning>();
        string? cursor = null;
        do
        {
            var page = await cluster.Grains.CorporationDirectory().Unfinished(state, cursor, 1, Cancelled);
            all.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        return all;
    }

    [Fact]
    public async Task A_step_under_way_is_stopped_by_a_rollback()
    {
        var began = new TaskCompletionSource();
        ScriptedStep.Doing[id] = token =>
        {
            began.TrySetResult();
            return Task.Delay(Timeout.Infinite, token);
        };
        ClusterFixture.AsOperator();
        await Grain.Start(Order with { Recipe = "scripted" }, Cancelled);
        await began.Task.WaitAsync(TimeSpan.FromSeconds(10), Cancelled);

        ClusterFixture.AsOperator();
        await Grain.Rollback(Cancelled);
        await Ends(ProvisioningPhase.Absent);
    }

    [Fact]
    public async Task An_activation_that_is_lost_in_mid_step_is_brought_back_by_the_dispatcher()
    {
        var attempts = 0;
        ScriptedStep.Doing[id] = token => Interlocked.Increment(ref attempts) == 1 ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
        ClusterFixture.AsOperator();
        await Grain.Start(Order with { Recipe = "scripted" }, Cancelled);
        await ClusterFixture.Until(() => Task.FromResult(attempts), count => count > 0, "the first attempt");

        ClusterFixture.AsOperator();
        await cluster.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero, Cancelled);
        ClusterFixture.AsSystem(null);
        await cluster.Grains.ProvisioningDispatcher().Wake(Cancelled);

        await Ends(ProvisioningPhase.Ready);
    }

    private async Task<ProvisioningStatus> Ends(ProvisioningPhase phase)
    {
        var status = await ClusterFixture.Until(
            () =>
            {
                ClusterFixture.AsOperator();
                return Grain.Find(Cancelled);
            },
            status => status?.State is not (ProvisioningPhase.Running or ProvisioningPhase.RollingBack),
            $"The end of provisioning {id}");
        Assert.Equal(phase, status!.State);
        return status;
    }
}
