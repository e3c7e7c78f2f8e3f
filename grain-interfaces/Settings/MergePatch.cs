using System.Text;
using System.Text.Json.Nodes;
using Adilas.Refusals;

namespace Adilas.Settings;

/// <summary>Changes to a document: RFC 7396 merge patches, and single values by path.</summary>
public static class MergePatch
{
    /// <summary>The document with the patch applied: null deletes, an object merges, anything else replaces.</summary>
    public static SettingsDocument Apply(SettingsDocument document, SettingsDocument patch)
    {
        var target = JsonNode.Parse(document.Json)!.AsObject();
        Merge(target, JsonNode.Parse(patch.Json)!.AsObject());
        return SettingsDocument.Parse(target.ToJsonString());
    }

    /// <summary>The document with one value set; whatever stands in the path's way is replaced by an object.</summary>
    /// <param name="path">Names joined by dots, at most <see cref="SettingsDocument.MaxDepth"/> of them.</param>
    /// <param name="json">The value; null is stored.</param>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: not a path, or not a value.</exception>
    public static SettingsDocument Set(SettingsDocument document, string? path, string json)
    {
        var names = path?.Split('.') ?? [];
        if (names.Length is 0 or > SettingsDocument.MaxDepth || names.Any(string.IsNullOrEmpty))
        {
            throw new RefusedException(
                Refusal.Invalid, "path-malformed", $"A path is 1 to {SettingsDocument.MaxDepth} names joined by dots.", "path");
        }

        // Wrapping the value makes it a document, so that it passes every check that a document passes.
        var wrapped = SettingsDocument.Parse(Encoding.UTF8.GetBytes($$"""{"value":{{json}}}"""));
        var holder = JsonNode.Parse(wrapped.Json)!.AsObject();
        if (holder.Count != 1) throw new RefusedException(Refusal.Invalid, "value-malformed", "The value is not one JSON value.", "value");

        var value = holder["value"];
        holder.Remove("value");
        var root = JsonNode.Parse(document.Json)!.AsObject();
        var parent = root;
        foreach (var name in names[..^1])
        {
            if (parent[name] is not JsonObject child) parent[name] = child = [];
            parent = child;
        }

        parent[names[^1]] = value;
        return SettingsDocument.Parse(root.ToJsonString());
    }

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null) target.Remove(name);
            else if (value is not JsonObject changes) target[name] = value.DeepClone();
            else
            {
                // An object in a patch never stands for itself: its own nulls mean "nothing here" even where nothing was.
                if (target[name] is not JsonObject child) target[name] = child = [];
                Merge(child, changes);
            }
        }
    }
}
