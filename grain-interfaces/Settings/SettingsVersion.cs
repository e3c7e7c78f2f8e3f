namespace Adilas.Settings;

/// <summary>One line in a layer's history.</summary>
[GenerateSerializer, Immutable, Alias("adilas.SettingsVersion")]
public sealed record SettingsVersion(long Version, DateTimeOffset At, string Actor, string? OnBehalfOf, string? Reason);
