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

    /// <summary>The stack as stored, or <c>null</c>.</summary>
    [Alias("Find"), Allow(Caller.Operator, Permission.StacksRead), Repeatable]
    Task<Stack?> Find(CancellationToken cancellationToken = default);
}
