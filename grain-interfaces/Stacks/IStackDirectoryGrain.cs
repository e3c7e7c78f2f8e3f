using System.Collections.Immutable;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Refusals;

namespace Adilas.Stacks;

/// <summary>All stacks with their load, and the choice among them. Reach it with <c>grains.StackDirectory()</c>.</summary>
[GrainInterfaceType("adilas.IStackDirectoryGrain"), Alias("adilas.IStackDirectoryGrain"), Subject(Subject.Platform)]
public interface IStackDirectoryGrain : IGrainWithStringKey
{
    /// <summary>How many stacks there may be.</summary>
    const int MaxStacks = 1000;

    /// <summary>Every stack, in the order of ids.</summary>
    [Alias("List"), Allow(Caller.Operator, Permission.StacksRead), Repeatable]
    Task<ImmutableArray<Stack>> List(CancellationToken cancellationToken = default);

    /// <summary>
    /// Chooses the stack for a new corporation: the one that is <paramref name="wanted"/>, or the shared one with the most free capacity.
    /// The corporation has its place there from then on, and asking again gives the same.
    /// </summary>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.Invalid"/>: the wanted stack does not exist. <see cref="Refusal.Conflict"/>: no capacity is free.
    /// </exception>
    [Alias("Place"), Allow(Caller.System)]
    Task<StackId> Place(CorporationId corporation, StackId? wanted, CancellationToken cancellationToken = default);

    /// <summary>Gives a corporation's place back. Without one it changes nothing.</summary>
    [Alias("Vacate"), Allow(Caller.System), Repeatable]
    Task Vacate(CorporationId corporation, CancellationToken cancellationToken = default);
}
