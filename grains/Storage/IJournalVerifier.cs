namespace Adilas.Storage;

/// <summary>Proves that nobody changed, removed or slipped in a row behind the journal's back.</summary>
public interface IJournalVerifier
{
    /// <summary>Recomputes every hash of one grain's state, from its first row on. Reads all of them, in parts.</summary>
    Task<ChainCheck> Check(string stateName, string grainKey, CancellationToken cancellationToken);
}

/// <summary>What a check of a chain found.</summary>
/// <param name="Versions">How many rows follow on one another.</param>
/// <param name="Fault">What is wrong with the row after those, in a sentence; <c>null</c> when the whole chain holds.</param>
public sealed record ChainCheck(long Versions, string? Fault);
