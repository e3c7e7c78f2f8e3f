namespace Adilas.Storage;

internal static class PersistentStateExtensions
{
    /// <summary>
    /// Makes sure that the state is not older than what the store holds, for one who keeps a copy of it. Another activation of the grain may
    /// have written; this one is then on its way out, and must not answer with what it remembers.
    /// </summary>
    /// <param name="atLeast">A version that is known to be stored; <c>null</c>: whichever the store has.</param>
    public static async Task CatchUp<TState>(
        this IGrainBase grain, IPersistentState<TState> record, string stateName, IStoredVersions stored, long? atLeast, CancellationToken cancellationToken)
        where TState : JournalState
    {
        var isCurrent = atLeast is { } known
            ? record.State.Version >= known
            : record.State.Version == await stored.Newest(stateName, grain.GrainContext.GrainId, cancellationToken);
        if (!isCurrent) await record.ReadStateAsync(cancellationToken);
    }
}
