namespace Adilas.Databases;

/// <summary>Which database a corporation was given.</summary>
/// <param name="IsLeaving">It is being taken away again.</param>
internal sealed record DatabasePlacement(DatabaseAllocation Allocation, bool IsLeaving);
