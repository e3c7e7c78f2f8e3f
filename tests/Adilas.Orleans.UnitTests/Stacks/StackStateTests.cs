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
}
