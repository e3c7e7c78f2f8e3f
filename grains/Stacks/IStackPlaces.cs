using Adilas.Corporations;

namespace Adilas.Stacks;

/// <summary>The places that corporations take in stacks, from the moment a stack is chosen. No stack ever gives more than its capacity.</summary>
public interface IStackPlaces
{
    /// <summary>Every stack with the places taken in it, in the order of ids, at most <see cref="IStackDirectoryGrain.MaxStacks"/>.</summary>
    Task<IReadOnlyList<Stack>> List(CancellationToken cancellationToken);

    /// <summary>How many places of one stack are taken.</summary>
    Task<long> Count(StackId stack, CancellationToken cancellationToken);

    /// <summary>Where a corporation has its place; <c>null</c> when it has none.</summary>
    Task<StackId?> Find(CorporationId corporation, CancellationToken cancellationToken);

    /// <summary>Takes a place for a corporation that has none.</summary>
    /// <returns><c>false</c>: nothing was taken; the stack is full or not registered, or another took a place for the corporation meanwhile.</returns>
    Task<bool> TryTake(CorporationId corporation, StackId stack, CancellationToken cancellationToken);

    /// <summary>Gives the corporation's place back. Without one it changes nothing.</summary>
    Task GiveBack(CorporationId corporation, CancellationToken cancellationToken);
}
