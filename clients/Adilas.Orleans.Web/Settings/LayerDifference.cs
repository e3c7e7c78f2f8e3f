using System.Text.Json;
using Adilas.Corporations;

namespace Adilas.Settings;

/// <summary>What differs between two versions of a layer: paths of its document, its locks and its conditions.</summary>
internal static class LayerDifference
{
    /// <param name="before">And <paramref name="after"/>: <c>null</c> when there is none.</param>
    public static IReadOnlyList<ValueChange> Between(SettingsLayer? before, SettingsLayer? after)
    {
        var changes = new List<ValueChange>();
        Compare("", Document(before), Document(after), changes);
        changes.AddRange(Aside(before, after));
        return changes;
    }

    /// <summary>Of locks and conditions alone.</summary>
    public static IReadOnlyList<ValueChange> Aside(SettingsLayer? before, SettingsLayer? after)
    {
        var changes = new List<ValueChange>();
        Add("locks", Text<string>(before?.Locks), Text<string>(after?.Locks), changes);
        Add("conditions", Conditions(before), Conditions(after), changes);
        return changes;
    }

    private static void Compare(string path, JsonElement? before, JsonElement? after, List<ValueChange> changes)
    {
        if (before is { ValueKind: JsonValueKind.Object } old && after is { ValueKind: JsonValueKind.Object } now)
        {
            var names = old.EnumerateObject().Concat(now.EnumerateObject()).Select(member => member.Name).Distinct(StringComparer.Ordinal);
            foreach (var name in names.Order(StringComparer.Ordinal))
                Compare(SettingsPath.Join(path, name), Member(old, name), Member(now, name), changes);
        }
        else
        {
            Add(path, before?.GetRawText(), after?.GetRawText(), changes);
        }
    }

    private static void Add(string path, string? before, string? after, List<ValueChange> changes)
    {
        if (before != after) changes.Add(new ValueChange(path, before, after));
    }

    private static JsonElement Document(SettingsLayer? layer) => JsonElement.Parse((layer?.Document ?? SettingsDocument.Empty).Json);

    private static JsonElement? Member(JsonElement node, string name) => node.TryGetProperty(name, out var member) ? member : null;

    private static string? Conditions(SettingsLayer? layer) => Text(layer?.Conditions.Select(SettingsConditionView.Of));

    private static string? Text<T>(IEnumerable<T>? items) =>
        items?.ToList() is { Count: > 0 } some ? JsonSerializer.Serialize(some, JsonSerializerOptions.Web) : null;
}
