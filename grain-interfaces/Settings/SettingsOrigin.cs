namespace Adilas.Settings;

/// <summary>Where something that a layer says comes from.</summary>
/// <param name="Actor">Who set it: a person or a key, whoever acted for them.</param>
[GenerateSerializer, Immutable, Alias("adilas.SettingsOrigin")]
public sealed record SettingsOrigin(long Version, DateTimeOffset At, string Actor, string? Reason)
{
    /// <summary>How far back is looked.</summary>
    public const int MaxVersions = 500;
}
