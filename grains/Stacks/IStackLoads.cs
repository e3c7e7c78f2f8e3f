namespace Adilas.Stacks;

/// <summary>Reads every stack with the number of corporations that it holds.</summary>
public interface IStackLoads
{
    /// <summary>In the order of ids, at most <see cref="IStackDirectoryGrain.MaxStacks"/>. Counts from an index; takes milliseconds.</summary>
    Task<IReadOnlyList<Stack>> List(CancellationToken cancellationToken);

    /// <summary>How many corporations one stack holds.</summary>
    Task<long> Count(StackId stack, CancellationToken cancellationToken);
}
