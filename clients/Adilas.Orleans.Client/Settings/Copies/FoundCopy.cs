namespace Adilas.Settings;

/// <summary>What was found on disk, as the replica holds it.</summary>
/// <param name="AsOf">Every change that was acknowledged before this moment is in it, UTC.</param>
/// <param name="Value"><c>null</c>: there is none at this version.</param>
internal sealed record FoundCopy(long Version, DateTimeOffset AsOf, object? Value);
