using System.Text.Json;

namespace Adilas.Settings;

/// <summary>Takes JSON objects apart by paths: names joined by dots.</summary>
internal static class JsonPaths
{
    /// <summary>Everything that is no object, with its path, in the order in which it stands.</summary>
    public static IEnumerable<(string Path, JsonElement Value)> Leaves(JsonElement node, string path = "")
    {
        if (node.ValueKind is not JsonValueKind.Object) return [(path, node)];
        var start = path.Length == 0 ? "" : $"{path}.";
        return node.EnumerateObject().SelectMany(member => Leaves(member.Value, start + member.Name));
    }

    /// <summary>What differs, as objects with <c>path</c>, <c>before</c> and <c>after</c>; an absent side is left out.</summary>
    public static IEnumerable<JsonElement> Differences(JsonElement before, JsonElement after)
    {
        var (old, now) = (Leaves(before).ToDictionary(StringComparer.Ordinal), Leaves(after).ToDictionary(StringComparer.Ordinal));
        foreach (var path in old.Keys.Union(now.Keys).Order(StringComparer.Ordinal))
        {
            var (isOld, isNow) = (old.TryGetValue(path, out var first), now.TryGetValue(path, out var second));
            if (isOld && isNow && JsonElement.DeepEquals(first, second)) continue;
            yield return Object(
                ("path", JsonSerializer.SerializeToElement(path)), ("before", isOld ? first : null), ("after", isNow ? second : null));
        }
    }

    public static JsonElement Object(params ReadOnlySpan<(string Name, JsonElement? Value)> members)
    {
        var json = new System.Text.Json.Nodes.JsonObject();
        foreach (var (name, value) in members)
            if (value is { } some) json[name] = System.Text.Json.Nodes.JsonNode.Parse(some.GetRawText());

        return JsonSerializer.SerializeToElement(json);
    }
}
