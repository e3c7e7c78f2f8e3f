using Adilas.Refusals;

namespace Adilas.Stacks;

public sealed class StackStateTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void A_stack_is_registered_once_and_its_capacity_may_change()
    {
        var registered = new StackState().Register(StackKind.Shared, 10, Now);

        Assert.Same(registered, registered.Register(StackKind.Shared, 10, Now.AddDays(1)));
        Assert.Equal(registered with { Capacity = 12 }, registered.Register(StackKind.Shared, 12, Now.AddDays(1)));
    }

    [Fact]
    public void The_same_id_as_the_other_kind_is_a_conflict()
    {
        var shared = new StackState().Register(StackKind.Shared, 10, Now);

        var refused = Assert.Throws<RefusedException>(() => shared.Register(StackKind.Dedicated, 10, Now));

        Assert.Equal((Refusal.Conflict, "stack-exists", "kind"), (refused.Refusal, refused.Code, refused.Field));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(StackState.MaxCapacity + 1)]
    public void A_capacity_out_of_bounds_is_refused(int capacity) => Assert.Equal(
        "stack-capacity", Assert.Throws<RefusedException>(() => new StackState().Register(StackKind.Shared, capacity, Now)).Code);

    [Fact]
    public void A_maintenance_set_again_as_it_is_changes_nothing_and_a_changed_one_goes_on_from_where_it_began()
    {
        var registered = new StackState().Register(StackKind.Shared, 10, Now);
        var set = registered.Maintain(null, Now.AddHours(1), "disks", "op", Now);

        Assert.Equal(new StackMaintenance(Now, Now.AddHours(1), "disks", "op"), set.Maintenance);
        Assert.Same(set, set.Maintain(null, Now.AddHours(1), "disks", "op", Now.AddMinutes(1)));
        Assert.Equal(Now, set.Maintain(null, Now.AddHours(2), "disks", "op", Now.AddMinutes(1)).Maintenance!.From);
        Assert.Null(set.EndMaintenance().Maintenance);
        Assert.Same(registered, registered.EndMaintenance());
    }

    [Theory]
    [InlineData(null, 0, "why", "until-past")]
    [InlineData(null, 24 * 7.1, "why", "until-too-far")]
    [InlineData(3, 2, "why", "range-empty")]
    [InlineData(null, 1, " ", "reason-malformed")]
    public void A_maintenance_out_of_bounds_is_refused(int? fromHours, double untilHours, string reason, string code)
    {
        var stack = new StackState().Register(StackKind.Shared, 10, Now);

        var refused = Assert.Throws<RefusedException>(() => stack.Maintain(
            fromHours is { } hours ? Now.AddHours(hours) : null, Now.AddHours(untilHours), reason, "op", Now));

        Assert.Equal(code, refused.Code);
        Assert.Equal(
            "stack-unknown", Assert.Throws<RefusedException>(() => new StackState().Maintain(null, Now.AddHours(1), "why", "op", Now)).Code);
    }
}
