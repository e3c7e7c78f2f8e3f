namespace Adilas.Settings;

/// <summary>What one who holds a copy of a layer reads.</summary>
/// <param name="Version">0: nothing was ever set.</param>
/// <param name="Layer"><c>null</c> when there is none at this version.</param>
[GenerateSerializer, Immutable, Alias("adilas.LayerReading")]
public readonly record struct LayerReading([property: Id(0)] long Version, [property: Id(1)] SettingsLayer? Layer);
