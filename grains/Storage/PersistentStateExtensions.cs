namespace Adilas.Storage;

internal static class PersistentStateExtensions
{
    /// <summary>
    /// Makes sure that the state is not older than what the store holds, for one who keeps a copy of it. Another activation of the grain may
    /// have written; this one is then on its way out, and must not answer with what it remembers.
    /// </summary>
    /// <param name="atLeast">A version that is known to be stored; <c>null</c>: whichever the store has.</param>
    public static Task CatchUp<TState>(this IPersistentState<TState> record, long? atLeast, CancellationToken cancellationToken)
        where TState : JournalState => atLeast is { } known && record.State.Version >= known ? Task.CompletedTask : record.ReadStateAsync(cancellationToken);
}
