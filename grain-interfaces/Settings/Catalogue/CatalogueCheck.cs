using System.Runtime.InteropServices;
using System.Text.Json;

namespace Adilas.Settings.Catalogue;

/// <summary>Goes through values once and notes what the catalogue refuses in this kind of layer.</summary>
internal sealed class CatalogueCheck(LayerKind layer, int limit)
{
    private readonly List<CatalogueProblem> problems = [];

    public IReadOnlyList<CatalogueProblem> Problems => problems;

    public CatalogueProblem? First => problems is [var first, ..] ? first : null;

    /// <param name="before">What stood there. Whatever is the same now was taken once, and stays whatever the catalogue says today.</param>
    public void Members(CatalogueNode node, string path, JsonElement value, JsonElement? before)
    {
        var earlier = before is { ValueKind: JsonValueKind.Object } known
            ? known.EnumerateObject().ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal)
            : [];
        foreach (var member in value.EnumerateObject())
        {
            if (problems.Count >= limit) return;
            Member(node, path, member, earlier.TryGetValue(member.Name, out var same) ? same : null);
        }
    }

    public void Value(CatalogueNode node, string path, JsonElement value, JsonElement? before)
    {
        if (node.IsFree) Names(path, value);
        else if (value.ValueKind is JsonValueKind.Null) MayBeSet(node, path);
        else if (node.Entry is { } entry) Leaf(entry, path, value);
        else if (value.ValueKind is JsonValueKind.Object) Members(node, path, value, before);
        else Add(path, CatalogueProblem.Type, "must be an object of settings");
    }

    /// <summary>Whoever masks or locks a path does so to everything beneath it, and must have a say in all of that.</summary>
    public void MayBeSet(CatalogueNode node, string path)
    {
        if (node.Entries.FirstOrDefault(entry => !entry.MayBeSetBy(layer)) is { } entry) Forbidden(entry, path);
    }

    /// <returns>The node that the path leads to; <c>null</c> when a problem was noted.</returns>
    public CatalogueNode? Find(CatalogueNode root, string path)
    {
        var node = root;
        foreach (var name in path.Split('.'))
        {
            if (!SettingName.IsWellFormed(name)) return Misnamed(SettingName.Shown(path));
            if (node.Find(name) is not { } child) return Unknown(SettingName.Shown(path));
            node = child;
        }

        return node;
    }

    private void Member(CatalogueNode node, string path, JsonProperty member, JsonElement? before)
    {
        if (before is { } same && IsSame(same, member.Value)) return;

        var name = member.Name;
        var place = path.Length == 0 ? SettingName.Shown(name) : $"{path}.{SettingName.Shown(name)}";
        if (!SettingName.IsWellFormed(name)) Misnamed(place);
        else if (node.Find(name) is not { } child) Unknown(place);
        else Value(child, place, member.Value, before);
    }

    private void Leaf(CatalogueEntry entry, string path, JsonElement value)
    {
        if (!entry.MayBeSetBy(layer)) Forbidden(entry, path);
        else if (ValueRule.Broken(entry, value) is { } broken) Add(path, broken, $"must be {entry.Rule}");
    }

    private void Names(string path, JsonElement value)
    {
        if (SettingName.FirstMalformed(value) is { } name) Misnamed($"{path}.{name}");
    }

    private CatalogueNode? Misnamed(string path) => Add(path, CatalogueProblem.Name, $"has a name that is none: {SettingName.Rule}");

    private CatalogueNode? Unknown(string path) => Add(
        path, CatalogueProblem.Unknown, $"is not in the catalogue; settings of your own stand under '{SettingsCatalogue.Custom}'");

    private void Forbidden(CatalogueEntry entry, string path)
    {
        var what = path == entry.Path || entry.HasWildcard ? "is" : $"holds '{entry.Path}', which is";
        Add(path, CatalogueProblem.Layer, $"{what} set by layers of the kind {string.Join(", ", entry.Layers.Select(Name))} only");
    }

    private CatalogueNode? Add(string path, string code, string rule)
    {
        problems.Add(new CatalogueProblem(path, code, $"'{path}' {rule} ({Name(layer)} layer)."));
        return null;
    }

    private static string Name(LayerKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());

    // Both stand in canonical documents, so equal values have equal bytes.
    private static bool IsSame(JsonElement before, JsonElement after) =>
        JsonMarshal.GetRawUtf8Value(before).SequenceEqual(JsonMarshal.GetRawUtf8Value(after));
}
