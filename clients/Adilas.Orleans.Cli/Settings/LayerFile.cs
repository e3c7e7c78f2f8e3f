using System.Text.Json;
using Adilas.Http;

namespace Adilas.Settings;

/// <summary>A whole layer in a file: what <c>export</c> writes, and <c>import</c>, <c>validate</c> and <c>put --layer</c> read.</summary>
internal static class LayerFile
{
    private static readonly string[] Written = ["document", "locks", "conditions"];

    /// <summary>The members of a file, in their order.</summary>
    public static IReadOnlyList<string> Members { get; } = ["scope", .. Written];

    /// <summary>Whether it is more than a document: the catalogue has no setting of that name.</summary>
    public static bool IsLayer(JsonElement content) => content.Member("document") is { ValueKind: JsonValueKind.Object };

    /// <summary>The kind of layer that it was; <c>null</c> when it does not say.</summary>
    public static string? KindOf(JsonElement layer) => layer.String("scope")?.Split(':')[0];

    /// <summary>The parts that can be written; the version and whatever else a layer shows are the server's.</summary>
    public static void Write(Utf8JsonWriter json, JsonElement layer)
    {
        if (!IsLayer(layer)) throw CommandFailure.Usage("A whole layer has a document.", "document");

        foreach (var name in Written)
            if (layer.TryGetProperty(name, out var part)) json.Member(name, part);
    }
}
