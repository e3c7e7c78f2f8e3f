using Adilas.Allocations;

namespace Adilas.Databases;

/// <summary>A row of <c>database_allocation</c>.</summary>
internal sealed record DatabaseAllocation
{
    public required string Name { get; init; }

    public required string Server { get; init; }

    public required string Stack { get; init; }

    /// <summary>Whose own database it is; <c>null</c> for a shared one.</summary>
    public string? Corporation { get; init; }

    /// <summary>The password of the user of the same name, encrypted; <c>null</c> when there is no user.</summary>
    public byte[]? Secret { get; init; }

    public AllocationState State { get; init; }

    /// <summary>Microseconds since 1970, UTC.</summary>
    public long CreatedAt { get; init; }

    public DatabaseShape Shape => Corporation is null ? DatabaseShape.Shared : DatabaseShape.Own;

    public static string SecretPurpose(string name) => $"database-password/{name}";

    public sealed override string ToString() => Name;
}
