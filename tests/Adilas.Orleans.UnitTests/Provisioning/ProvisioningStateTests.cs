using System.Collections.Immutable;
using Adilas.Corporations;
using Adilas.Refusals;
using Adilas.Stacks;
using Adilas.Users;

namespace Adilas.Provisioning;

public sealed class ProvisioningStateTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly ProvisioningOrder Order = new()
    {
        Name = "Acme",
        Industry = "retail",
        Kind = CorporationKind.Work,
        Owner = UserId.Parse("u1"),
        OwnerEmail = "ann@acme.example",
        OwnerName = "Ann",
        Recipe = "small",
    };

    private static readonly ImmutableArray<ProvisioningStepRecord> Steps = [Step("place"), Step("database"), Step("register")];
    private static readonly ProvisioningState Begun = new ProvisioningState().Begin(Order, 1, Steps, "op", Now);

    [Fact]
    public void Every_step_takes_one_row_and_the_last_ends_it()
    {
        var state = Begun.Attempt(Now);
        Assert.Equal((0, StepState.Running, 1), (state.Current, state.Steps[0].State, state.Steps[0].Attempt));

        state = state.Succeeded(StepContext.NoOutputs, StackId.Parse("data0"), Now);
        Assert.Equal((1, StepState.Done, StepState.Running), (state.Current, state.Steps[0].State, state.Steps[1].State));
        Assert.Equal("data0", state.Stack?.Value);

        state = state.Succeeded(new Dictionary<string, string> { ["database"] = "x" }, null, Now).Succeeded(StepContext.NoOutputs, null, Now);
        Assert.Equal((ProvisioningPhase.Ready, -1, null), (state.Phase, state.Current, state.DueAt));
        Assert.Equal(("x", "data0"), (state.Steps[1].Outputs["database"], state.Stack?.Value));
    }

    [Fact]
    public void A_step_that_keeps_failing_fails_the_whole_after_its_attempts()
    {
        var state = Begun;
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            Assert.Equal(ProvisioningPhase.Running, state.Phase);
            state = state.Attempt(Now).Failed("down", isFinal: false, Now);
        }

        Assert.Equal((ProvisioningPhase.Failed, StepState.Failed, "down", null), (state.Phase, state.Steps[0].State, state.Steps[0].Reason, state.DueAt));
        Assert.False(state.IsActive);
    }

    [Fact]
    public void Pauses_double_and_a_step_that_cannot_do_better_fails_at_once()
    {
        var once = Begun.Attempt(Now).Failed("down", isFinal: false, Now);
        var twice = once.Attempt(Now).Failed("down", isFinal: false, Now);

        Assert.Equal((Now.AddSeconds(1), Now.AddSeconds(2)), (once.Steps[0].NotBefore, twice.Steps[0].NotBefore));
        Assert.Equal(ProvisioningPhase.Failed, Begun.Attempt(Now).Failed("wrong", isFinal: true, Now).Phase);
    }

    [Fact]
    public void A_retry_begins_the_failed_step_anew_and_changes_nothing_elsewhere()
    {
        var failed = Begun.Attempt(Now).Succeeded(StepContext.NoOutputs, null, Now).Failed("wrong", isFinal: true, Now);
        var again = failed.Retry(Now);

        Assert.Equal((ProvisioningPhase.Running, 1, 0, StepState.Done), (again.Phase, again.Current, again.Steps[1].Attempt, again.Steps[0].State));
        Assert.Same(again, again.Retry(Now));
    }

    [Fact]
    public void A_rollback_undoes_backwards_whatever_was_begun()
    {
        var failed = Begun.Attempt(Now).Succeeded(StepContext.NoOutputs, null, Now).Failed("wrong", isFinal: true, Now);
        var state = failed.Rollback(Now);
        Assert.Equal((ProvisioningPhase.RollingBack, 1), (state.Phase, state.Current));

        state = state.Attempt(Now);
        Assert.Equal(StepState.Undoing, state.Steps[1].State);
        for (var attempt = 0; attempt < 20; attempt++) state = state.Failed("store away", isFinal: true, Now).Attempt(Now);
        Assert.Equal(ProvisioningPhase.RollingBack, state.Phase);

        state = state.Succeeded(StepContext.NoOutputs, null, Now);
        Assert.Equal((0, StepState.Undoing), (state.Current, state.Steps[0].State));
        state = state.Succeeded(StepContext.NoOutputs, null, Now);
        Assert.Equal((ProvisioningPhase.Absent, false), (state.Phase, state.IsOrdered));
    }

    [Fact]
    public void A_rollback_that_gave_up_is_retried_as_a_rollback()
    {
        var failed = Begun.Attempt(Now).Succeeded(StepContext.NoOutputs, null, Now).Failed("wrong", isFinal: true, Now);
        var stuck = failed.Rollback(Now).Attempt(Now).GaveUp("type gone");
        Assert.Equal(
            (ProvisioningPhase.Failed, false, null, StepState.Undoing, "type gone", null),
            (stuck.Phase, stuck.IsActive, stuck.DueAt, stuck.Steps[1].State, stuck.Steps[1].Reason, stuck.Steps[1].Deadline));

        foreach (var again in new[] { stuck.Retry(Now), stuck.Rollback(Now) })
        {
            Assert.Equal((ProvisioningPhase.RollingBack, 1, 0, (DateTimeOffset?)Now), (again.Phase, again.Current, again.Steps[1].Attempt, again.DueAt));
            var gone = again.Attempt(Now).Succeeded(StepContext.NoOutputs, null, Now).Succeeded(StepContext.NoOutputs, null, Now);
            Assert.Equal(ProvisioningPhase.Absent, gone.Phase);
        }
    }

    [Fact]
    public void After_a_rollback_the_id_is_free_for_another_order()
    {
        var absent = Begun.Rollback(Now);
        Assert.Equal(ProvisioningPhase.Absent, absent.Phase);
        Assert.Same(absent, absent.Rollback(Now));
        var other = absent.Begin(Order with { Name = "Apex" }, 1, Steps, "op", Now);
        Assert.Equal((ProvisioningPhase.Running, "Apex"), (other.Phase, other.Order!.Name));
    }

    [Fact]
    public void What_is_ready_is_not_rolled_back()
    {
        var ready = Begun with { Phase = ProvisioningPhase.Ready };
        Assert.Equal("provisioning-ready", Assert.Throws<RefusedException>(() => ready.Rollback(Now)).Code);
    }

    [Fact]
    public void The_same_order_is_the_same_and_another_is_a_conflict()
    {
        Assert.Same(Begun, Begun.Begin(Order with { OwnerEmail = "ANN@acme.example" }, 1, Steps, "op", Now));
        foreach (var other in new[] { Order with { Name = "x" }, Order with { Owner = UserId.Parse("u2") }, Order with { OwnerName = "Bo" }, Order with { Recipe = "standard" } })
            Assert.Equal("corporation-exists", Assert.Throws<RefusedException>(() => Begun.Begin(other, 1, Steps, "op", Now)).Code);
    }

    [Fact]
    public void What_was_erased_of_the_owner_is_not_held_against_the_same_order()
    {
        var erased = Begun with { Order = Order with { OwnerEmail = null, OwnerName = null } };
        Assert.Same(erased, erased.Begin(Order, 1, Steps, "op", Now));
    }

    private static ProvisioningStepRecord Step(string name) =>
        new() { Name = name, Type = name, Timeout = TimeSpan.FromSeconds(10), MaxAttempts = 3 };
}
