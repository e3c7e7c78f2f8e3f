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
        var names = SettingsPath.Split(path);
        var value = JsonNode.Parse(Value(json));
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

    /// <summary>One value in its canonical form.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: not one JSON value, or out of a document's bounds.</exception>
    public static string Value(string json)
    {
        // Wrapping the value makes it a document, so that it passes every check that a document passes.
        var wrapped = SettingsDocument.Parse(Encoding.UTF8.GetBytes($$"""{"value":{{json}}}"""));
        return JsonNode.Parse(wrapped.Json)!.AsObject().Count == 1
            ? wrapped.Json["""{"value":""".Length..^1]
            : throw new RefusedException(Refusal.Invalid, "value-malformed", "The value is not one JSON value.", "value");
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
