using Adilas.Corporations;

namespace Adilas.Settings;

/// <summary>One version of one layer.</summary>
/// <param name="Locks">Always empty in this release.</param>
/// <param name="Conditions">Always empty in this release.</param>
/// <param name="Token">Names this version, so that a reader can wait for it.</param>
internal sealed record SettingsLayerView(
    string Scope,
    long Version,
    SettingsDocument Document,
    IReadOnlyList<string> Locks,
    IReadOnlyList<string> Conditions,
    DateTimeOffset ChangedAt,
    string Actor,
    string? Reason,
    string Token)
{
    public static SettingsLayerView Of(SettingsLayer it) =>
        new(it.Scope, it.Version, it.Document, [], [], it.ChangedAt, it.Actor, it.Reason, it.Token);
}

/// <summary>The answer to a write.</summary>
/// <param name="Token">Names the version that is newest now, such as <c>corporation:acme@12</c>.</param>
internal sealed record SettingsToken(string Token);

/// <summary>What a write would change.</summary>
/// <param name="Corporations">How many corporations the layer reaches; <c>null</c> when the caller may not know, or they are too many to count here.</param>
internal sealed record SettingsPreview(IReadOnlyList<ValueChangeView> Changes, long? Corporations);
