using System.Text.Json;
using System.Text.Json.Serialization;
using Adilas.Corporations;

namespace Adilas.Settings;

/// <summary>One version of one layer.</summary>
/// <param name="Locks">Paths that no higher layer may change.</param>
/// <param name="Conditions">Values for some corporations or some time.</param>
/// <param name="Token">Names this version, so that a reader can wait for it.</param>
internal sealed record SettingsLayerView(
    string Scope,
    long Version,
    SettingsDocument Document,
    IReadOnlyList<string> Locks,
    IReadOnlyList<SettingsConditionView> Conditions,
    DateTimeOffset ChangedAt,
    string Actor,
    string? Reason,
    string Token)
{
    public static SettingsLayerView Of(SettingsLayer it) =>
        new(it.Scope, it.Version, it.Document, it.Locks, [.. it.Conditions.Select(SettingsConditionView.Of)], it.ChangedAt, it.Actor, it.Reason, it.Token);
}

/// <summary>One line in the list of layers.</summary>
/// <param name="Actor">Who changed it last.</param>
/// <param name="Unused">Why it changes nothing for anybody yet, when nothing refers to it; absent otherwise.</param>
internal sealed record SettingsLayerLine(
    string Scope,
    long Version,
    DateTimeOffset ChangedAt,
    string Actor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Unused)
{
    public static SettingsLayerLine Of(SettingsLayerSummary it) =>
        new(it.Scope, it.Version, it.ChangedAt, it.Actor, UnusedLayer.Of(it));
}

/// <summary>A value that a layer sets only for some corporations, or only for some time. Of several that apply to one path, the last holds.</summary>
/// <param name="Path">Names joined by dots.</param>
/// <param name="Value">Any JSON; null masks what lower layers set.</param>
/// <param name="Share">To how many of the corporations it applies, from 0 to 1; the same ones always, and more of them as it grows.</param>
/// <param name="From">From when on.</param>
/// <param name="Until">Until when, exclusive.</param>
internal sealed record SettingsConditionView(
    string Path, JsonElement Value, double? Share = null, DateTimeOffset? From = null, DateTimeOffset? Until = null)
{
    public static SettingsConditionView Of(SettingsCondition it)
    {
        using var value = JsonDocument.Parse(it.Value);
        return new SettingsConditionView(it.Path, value.RootElement.Clone(), it.Share, it.From, it.Until);
    }

    public SettingsCondition ToCondition() => new(Path, Value.GetRawText(), Share, From, Until);
}

/// <summary>The answer to a write.</summary>
/// <param name="Token">Names the version that is newest now, such as <c>corporation:acme@12</c>.</param>
/// <param name="Unused">Why the layer changes nothing for anybody yet, when nothing refers to it; absent otherwise.</param>
internal sealed record SettingsToken(string Token, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Unused);

/// <summary>What a write would change.</summary>
/// <param name="Corporations">How many corporations the layer reaches; <c>null</c> when the caller may not know, or they are too many to count here.</param>
/// <param name="NeedsApproval">The settings among them for which it takes a draft that another approves.</param>
/// <param name="Unused">As in the answer to a write.</param>
internal sealed record SettingsPreviewView(
    IReadOnlyList<ValueChangeView> Changes,
    long? Corporations,
    IReadOnlyList<string> NeedsApproval,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Unused);
