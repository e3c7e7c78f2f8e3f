using System.Collections.Immutable;
using System.Text.Json;

namespace Adilas.Settings;

/// <summary>One version of one layer, read once and merged any number of times.</summary>
public sealed class ParsedLayer
{
    public ParsedLayer(SettingsLayer layer)
    {
        Layer = layer;
        Scope = ProfileScope.TryParse(layer.Scope, out var scope)
            ? scope
            : throw new ArgumentException($"'{layer.Scope}' is not a layer.", nameof(layer));
        Root = Parse(layer.Document.Json);
        Conditions = [.. layer.Conditions.Select(condition => new ParsedCondition(condition))];
    }

    public SettingsLayer Layer { get; }

    public ProfileScope Scope { get; }

    internal JsonElement Root { get; }

    internal ImmutableArray<ParsedCondition> Conditions { get; }

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    internal sealed class ParsedCondition(SettingsCondition condition)
    {
        public SettingsCondition Condition { get; } = condition;

        public string[] Names { get; } = SettingsPath.Split(condition.Path);

        public JsonElement Value { get; } = Parse(condition.Value);
    }
}
