namespace Adilas.Corporations;

/// <summary>What one who holds a copy of a corporation reads.</summary>
/// <param name="Version">0: it was never registered.</param>
/// <param name="Corporation"><c>null</c> when there is none at this version.</param>
[GenerateSerializer, Immutable, Alias("adilas.CorporationReading")]
public readonly record struct CorporationReading([property: Id(0)] long Version, [property: Id(1)] Corporation? Corporation);
