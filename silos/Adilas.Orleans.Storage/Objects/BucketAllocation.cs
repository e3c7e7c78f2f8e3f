using Adilas.Allocations;

namespace Adilas.Objects;

/// <summary>A row of <c>bucket_allocation</c>.</summary>
internal sealed record BucketAllocation
{
    public required string Name { get; init; }

    public required string Stack { get; init; }

    /// <summary>Whose own bucket it is; <c>null</c> for a stack's.</summary>
    public string? Corporation { get; init; }

    public AllocationState State { get; init; }

    /// <summary>Microseconds since 1970, UTC.</summary>
    public long CreatedAt { get; init; }

    public BucketShape Shape => Corporation is null ? BucketShape.Shared : BucketShape.Own;
}
