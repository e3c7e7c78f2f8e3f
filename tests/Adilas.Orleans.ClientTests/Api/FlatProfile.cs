using System.Text.Json;

namespace Adilas.ApiTests;

/// <summary>Merges layers by the rules as they are documented, over nothing but a list of paths: slow, and easy to be sure of.</summary>
internal sealed class FlatProfile
{
    private readonly SortedDictionary<string, (string Value, string Source)> values = new(StringComparer.Ordinal);
    private readonly List<string> locks = [];

    /// <summary>What holds, by path, as JSON texts, with the layer that says it.</summary>
    public IReadOnlyDictionary<string, (string Value, string Source)> Values => values;

    /// <param name="layer">As the API shows one version.</param>
    public void Add(JsonElement layer)
    {
        var scope = layer.GetProperty("scope").GetString()!;
        Apply("", layer.GetProperty("document"), scope);
        foreach (var condition in layer.GetProperty("conditions").EnumerateArray().Where(condition => condition.GetProperty("share").GetDouble() > 0))
            Apply("", Nested(condition.GetProperty("path").GetString()!, condition.GetProperty("value")), scope);
        locks.AddRange(layer.GetProperty("locks").EnumerateArray().Select(path => path.GetString()!));
    }

    public static Dictionary<string, string> Leaves(JsonElement document)
    {
        var leaves = new Dictionary<string, string>(StringComparer.Ordinal);
        Collect("", document);
        return leaves;

        void Collect(string path, JsonElement value)
        {
            if (value.ValueKind is not JsonValueKind.Object) leaves[path] = value.GetRawText();
            else foreach (var member in value.EnumerateObject()) Collect(Join(path, member.Name), member.Value);
        }
    }

    /// <summary>A condition's value goes over the layer's document as a document would that says nothing else.</summary>
    private static JsonElement Nested(string path, JsonElement value) => JsonElement.Parse(
        path.Split('.').Reverse().Aggregate(value.GetRawText(), (json, name) => $"{{{JsonSerializer.Serialize(name)}:{json}}}"));

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static bool IsWithin(string path, string above) => path == above || path.StartsWith($"{above}.", StringComparison.Ordinal);

    private void Apply(string path, JsonElement value, string scope)
    {
        if (path.Length > 0 && locks.Any(locked => IsWithin(path, locked))) return;
        if (value.ValueKind is JsonValueKind.Object)
        {
            // An object takes the place of a single value, there and above it.
            foreach (var single in values.Keys.Where(known => IsWithin(path, known)).ToList()) values.Remove(single);
            foreach (var member in value.EnumerateObject()) Apply(Join(path, member.Name), member.Value, scope);
        }
        else if (!locks.Any(locked => IsWithin(locked, path)))
        {
            foreach (var replaced in values.Keys.Where(known => IsWithin(known, path) || IsWithin(path, known)).ToList()) values.Remove(replaced);
            if (value.ValueKind is not JsonValueKind.Null) values[path] = (value.GetRawText(), scope);
        }
    }
}
