namespace Adilas.Corporations;

/// <summary>What to change of a corporation; <c>null</c> leaves a thing as it is.</summary>
[GenerateSerializer, Immutable, Alias("adilas.CorporationChange")]
public sealed record CorporationChange(string? Name = null, string? Industry = null, CorporationKind? Kind = null)
{
    // The framework writes the arguments of late calls to its log, and contents do not belong there.
    public override string ToString() => "a change of a corporation";
}
