using System.Text.Json;

namespace Adilas.Corporations;

/// <summary>
/// Looks into lists and objects that stand before and after a change as a whole, and finds what in them differs: of seven steps one that
/// went from running to done is easier to read than both lists.
/// </summary>
internal static class ChangeReading
{
    private const int MaxDepth = 16;
    private const int MaxLines = 60;

    public static IReadOnlyList<ValueChange> Expand(IReadOnlyList<ValueChange> changes)
    {
        var lines = new List<ValueChange>();
        foreach (var change in changes) Expand(change, lines);
        return lines;
    }

    private static void Expand(ValueChange change, List<ValueChange> lines)
    {
        if (change.Before is not { } before || change.After is not { } after || !IsWhole(before) || !IsWhole(after))
        {
            lines.Add(change);
            return;
        }

        var inner = new List<ValueChange>();
        try
        {
            using var old = JsonDocument.Parse(before);
            using var now = JsonDocument.Parse(after);
            Compare(change.Path, old.RootElement, now.RootElement, inner, depth: 0);
        }
        catch (JsonException)
        {
            // Not JSON after all: a masked or shortened value. It is shown as it came.
            inner.Clear();
        }

        lines.AddRange(inner.Count is > 0 and <= MaxLines ? inner : [change]);
    }

    private static void Compare(string path, JsonElement before, JsonElement after, List<ValueChange> lines, int depth)
    {
        var isOnOneSide = before.ValueKind is JsonValueKind.Undefined || after.ValueKind is JsonValueKind.Undefined;
        if (!isOnOneSide && JsonElement.DeepEquals(before, after)) return;

        var isSameKind = before.ValueKind == after.ValueKind && depth < MaxDepth;
        if (isSameKind && before.ValueKind is JsonValueKind.Object)
        {
            var names = before.EnumerateObject().Concat(after.EnumerateObject()).Select(member => member.Name).Distinct(StringComparer.Ordinal);
            foreach (var name in names) Compare($"{path}.{name}", Member(before, name), Member(after, name), lines, depth + 1);
        }
        else if (isSameKind && before.ValueKind is JsonValueKind.Array && before.GetArrayLength() == after.GetArrayLength())
        {
            for (var i = 0; i < before.GetArrayLength(); i++) Compare($"{path}[{Label(after[i], i)}]", before[i], after[i], lines, depth + 1);
        }
        else lines.Add(new ValueChange(path, Text(before), Text(after)));
    }

    private static bool IsWhole(string json) => json.AsSpan().TrimStart() is ['[' or '{', ..];

    private static JsonElement Member(JsonElement element, string name) => element.TryGetProperty(name, out var member) ? member : default;

    // Steps and the like have names, which say more than their places.
    private static string Label(JsonElement item, int index) =>
        item.ValueKind is JsonValueKind.Object && item.TryGetProperty("name", out var name) && name.ValueKind is JsonValueKind.String
            ? name.GetString()!
            : $"{index}";

    private static string? Text(JsonElement element) => element.ValueKind is JsonValueKind.Undefined ? null : element.GetRawText();
}
