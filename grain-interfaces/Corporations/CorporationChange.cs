namespace Adilas.Corporations;

/// <summary>What to change of a corporation; <c>null</c> leaves a thing as it is.</summary>
[GenerateSerializer, Immutable, Alias("adilas.CorporationChange")]
public sealed record CorporationChange(string? Name = null, string? Industry = null, CorporationKind? Kind = null);
