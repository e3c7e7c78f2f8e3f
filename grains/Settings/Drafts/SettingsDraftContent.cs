using System.Text.Json;
using Adilas.Refusals;

namespace Adilas.Settings.Drafts;

/// <summary>A draft's change as it is stored: by its paths, so that histories show what changed and hide what they hide of layers.</summary>
/// <param name="Document">The document, the merge patch, or the one value in its place.</param>
[GenerateSerializer, Immutable, Alias("adilas.SettingsDraftContent")]
internal sealed record SettingsDraftContent(SettingsEditKind Kind, SettingsDocument Document)
{
    [Id(0)] public string? Path { get; init; }

    [Id(1)] public string? Reason { get; init; }

    [Id(2)] public IReadOnlyList<string>? Locks { get; init; }

    [Id(3)] public IReadOnlyList<SettingsCondition>? Conditions { get; init; }

    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>.</exception>
    public static SettingsDraftContent Of(SettingsEdit edit) => new(
        edit.Kind,
        edit.Kind is SettingsEditKind.Value ? MergePatch.Set(SettingsDocument.Empty, edit.Path, edit.Json) : SettingsDocument.Parse(edit.Json))
    {
        Path = edit.Kind is SettingsEditKind.Value ? edit.Path : null,
        Reason = edit.Reason,
        Locks = edit.Locks is { } locks ? SettingsRules.Locks(locks) ?? [] : null,
        Conditions = edit.Conditions is { } conditions ? SettingsRules.Conditions(conditions) ?? [] : null,
    };

    public SettingsEdit ToEdit() => new(
        Kind,
        Kind is SettingsEditKind.Value ? ValueAt(Path!) : Document.Json,
        Path,
        Reason: Reason,
        Locks: Locks is null ? null : [.. Locks],
        Conditions: Conditions is null ? null : [.. Conditions]);

    private string ValueAt(string path)
    {
        using var document = JsonDocument.Parse(Document.Json);
        return path.Split(SettingsPath.Separator).Aggregate(document.RootElement, (at, name) => at.GetProperty(name)).GetRawText();
    }
}
