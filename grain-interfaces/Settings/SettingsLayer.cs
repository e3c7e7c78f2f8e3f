using System.Collections.Immutable;
using Adilas.Settings.Drafts;

namespace Adilas.Settings;

/// <summary>One version of one layer.</summary>
/// <param name="Scope">As written in URLs; see <see cref="ProfileScope"/>.</param>
/// <param name="Version">Rises with every change; the ETag of the HTTP API.</param>
/// <param name="Actor">Who made this version.</param>
/// <param name="Reason">Why, when it was said.</param>
[GenerateSerializer, Immutable, Alias("adilas.SettingsLayer")]
public sealed record SettingsLayer(
    string Scope, long Version, SettingsDocument Document, DateTimeOffset ChangedAt, string Actor, string? Reason)
{
    public const int MaxLocks = 200;

    /// <summary>Paths that no higher layer may change, in ordinal order.</summary>
    [Id(0)] public ImmutableArray<string> Locks { get; init; } = [];

    [Id(1)] public ImmutableArray<SettingsCondition> Conditions { get; init; } = [];

    /// <summary>The draft that made this version; <c>null</c> when it was written at once.</summary>
    [Id(2)] public SettingsDraftId? Draft { get; init; }

    /// <summary>Names this version, so that a reader can wait for it: <c>corporation:acme@12</c>.</summary>
    public string Token => $"{Scope}@{Version}";
}
