using System.Collections.Immutable;
using System.Text.Json;
using Adilas.Refusals;
using Adilas.Settings.Catalogue;

namespace Adilas.Settings;

/// <summary>A whole layer as a person types it: the document and the conditions as JSON, and one locked path per line.</summary>
internal sealed record LayerDraft(string Document, string Locks, string Conditions)
{
    private const int MaxProblems = 20;

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    public static LayerDraft Of(SettingsLayer? layer) => layer is null ? new LayerDraft("{}", "", "") : new LayerDraft(
        SettingText.Pretty(layer.Document.Json),
        string.Join('\n', layer.Locks),
        layer.Conditions.IsEmpty ? "" : JsonSerializer.Serialize(layer.Conditions.Select(SettingsConditionView.Of), Form));

    /// <summary>What the catalogue and JSON say against the document, line by line.</summary>
    public IReadOnlyList<TextProblem> DocumentProblems(LayerKind kind, SettingsLayer? before)
    {
        try
        {
            var document = SettingsDocument.Parse(Document);
            var found = SettingsCatalogue.Current.Problems(kind, document, MaxProblems, before?.Document);
            var lines = found.Count == 0 ? [] : JsonLines.Of(Document);
            return
            [
                .. found.Select(it => new TextProblem(lines.TryGetValue(it.Path, out var line) ? line : null, it.Message)).OrderBy(it => it.Line),
            ];
        }
        catch (RefusedException refused)
        {
            return [Broken(Document) ?? new TextProblem(null, refused.Message)];
        }
    }

    public IReadOnlyList<TextProblem> ConditionProblems()
    {
        try
        {
            ParseConditions();
            return [];
        }
        catch (JsonException broken)
        {
            return [Of(broken, "This is no list of conditions")];
        }
    }

    /// <summary>The edit that makes the layer this; only for a draft without problems.</summary>
    public SettingsEdit ToEdit(string? reason = null) => new(
        SettingsEditKind.Replace,
        Document,
        Reason: reason,
        Locks: [.. Locks.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
        Conditions: ParseConditions());

    private ImmutableArray<SettingsCondition> ParseConditions() => string.IsNullOrWhiteSpace(Conditions)
        ? []
        : [.. (JsonSerializer.Deserialize<SettingsConditionView[]>(Conditions, Form) ?? []).Select(it => it.ToCondition())];

    private static TextProblem? Broken(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return null;
        }
        catch (JsonException broken)
        {
            return Of(broken, "This is no JSON");
        }
    }

    private static TextProblem Of(JsonException broken, string what) => broken.LineNumber is { } line
        ? new TextProblem((int)line + 1, $"{what}: column {broken.BytePositionInLine + 1}.")
        : new TextProblem(null, $"{what}.");
}
