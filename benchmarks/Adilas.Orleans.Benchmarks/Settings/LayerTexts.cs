using System.Globalization;
using System.Text.Json.Nodes;

namespace Adilas.Benchmarks;

/// <summary>Five layers of settings, 30 KB together, the same on every run.</summary>
internal static class LayerTexts
{
    private static readonly (string Name, int Bytes)[] Layers =
        [("system", 10_000), ("industry", 6_000), ("stack", 4_000), ("corporation", 8_000), ("user", 2_000)];

    public const int Count = 5;

    /// <summary>How many of the layers are the same for every corporation.</summary>
    public const int Shared = 3;

    /// <summary>The layers of one corporation and user in it: documents whose settings all stand under <c>custom</c>.</summary>
    public static string[] Of(int corporation) => [.. Layers.Select((layer, index) => Document(
        layer.Name, layer.Bytes, new Random(index < Shared ? index : corporation * 31 + index)))];

    public static JsonObject Merge(IReadOnlyList<string> layers)
    {
        var merged = (JsonObject)JsonNode.Parse(layers[0])!;
        foreach (var layer in layers.Skip(1)) Merge(merged, (JsonObject)JsonNode.Parse(layer)!);
        return merged;
    }

    private static void Merge(JsonObject target, JsonObject over)
    {
        foreach (var (name, value) in over)
        {
            if (value is JsonObject changes && target[name] is JsonObject child) Merge(child, changes);
            else target[name] = value?.DeepClone();
        }
    }

    private static string Document(string layer, int bytes, Random random)
    {
        var custom = new JsonObject();
        for (var size = 0; size < bytes; size += 42)
        {
            var section = string.Create(CultureInfo.InvariantCulture, $"section{random.Next(40)}");
            if (custom[section] is not JsonObject settings) custom[section] = settings = [];
            settings[string.Create(CultureInfo.InvariantCulture, $"setting{random.Next(25)}")] =
                string.Create(CultureInfo.InvariantCulture, $"{layer}-value-{random.Next(1_000_000)}");
        }

        return new JsonObject { ["custom"] = custom }.ToJsonString();
    }
}
