using Adilas.Access;
using Adilas.Refusals;

namespace Adilas.Stacks;

/// <summary>One stack. Key: <c>~stack/{id}</c>. Reach it with <c>grains.Stack(id)</c>.</summary>
[GrainInterfaceType("adilas.IStackGrain"), Alias("adilas.IStackGrain"), Subject(Subject.Platform)]
public interface IStackGrain : IGrainWithStringKey
{
    /// <summary>Registers the stack, or changes its capacity. Repeating it changes nothing.</summary>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.Invalid"/>: capacity out of bounds. <see cref="Refusal.Conflict"/>: registered as the other kind.
    /// </exception>
    [Alias("Register"), Allow(Caller.Operator, Permission.StacksWrite), Repeatable]
    Task<Stack> Register(StackKind kind, int capacity, CancellationToken cancellationToken = default);

    /// <summary>Sets the stack's maintenance, in place of the one that was set before. Repeating it changes nothing.</summary>
    /// <param name="from"><c>null</c>: from now on.</param>
    /// <param name="until">In the future, at most <see cref="StackMaintenance.MaxDays"/> days away.</param>
    /// <param name="reason">1 to <see cref="StackMaintenance.MaxReasonLength"/> characters.</param>
    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>: no such stack. <see cref="Refusal.Invalid"/>: out of bounds.</exception>
    [Alias("Maintain"), Allow(Caller.Operator, Permission.StacksWrite)]
    Task<Stack> Maintain(DateTimeOffset? from, DateTimeOffset until, string reason, CancellationToken cancellationToken = default);

    /// <summary>Ends the maintenance, or calls it off. Without one it changes nothing.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>: no such stack.</exception>
    [Alias("EndMaintenance"), Allow(Caller.Operator, Permission.StacksWrite), Repeatable]
    Task<Stack> EndMaintenance(CancellationToken cancellationToken = default);

    /// <summary>The stack as stored, or <c>null</c>.</summary>
    [Alias("Find"), Allow(Caller.Operator, Permission.StacksRead), Repeatable]
    Task<Stack?> Find(CancellationToken cancellationToken = default);
}
