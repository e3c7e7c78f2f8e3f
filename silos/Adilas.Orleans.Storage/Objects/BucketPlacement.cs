namespace Adilas.Objects;

/// <summary>Which place a corporation's files were given.</summary>
/// <param name="IsLeaving">They are being deleted.</param>
internal sealed record BucketPlacement(BucketAllocation Allocation, string Prefix, bool IsLeaving);
