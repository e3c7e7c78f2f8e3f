namespace Adilas.Corporations;

/// <summary>What to change of a corporation; <c>null</c> leaves a thing as it is.</summary>
/// <param name="Theme">Empty: none.</param>
/// <param name="Plan">Empty: none. What a plan locks binds the corporation, so only an operator may choose it.</param>
/// <param name="IsPublished">Whether its profile is copied to Redis. Takes room in a store that all share, so only an operator may choose it.</param>
[GenerateSerializer, Immutable, Alias("adilas.CorporationChange")]
public sealed record CorporationChange(
    string? Name = null, string? Industry = null, CorporationKind? Kind = null, string? Theme = null, string? Plan = null, bool? IsPublished = null)
{
    // The framework writes the arguments of late calls to its log, and contents do not belong there.
    public override string ToString() => "a change of a corporation";
}
