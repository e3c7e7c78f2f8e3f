using System.Text.Json;
using System.Text.Json.Nodes;

namespace Adilas.Settings;

/// <summary>One path of one layer's document.</summary>
internal static class LayerValue
{
    /// <summary><c>null</c>: the layer says nothing there.</summary>
    public static JsonElement? At(SettingsLayer? layer, string path)
    {
        if (layer is null) return null;
        var value = JsonElement.Parse(layer.Document.Json);
        foreach (var name in path.Split(SettingsPath.Separator))
            if (value.ValueKind is not JsonValueKind.Object || !value.TryGetProperty(name, out value)) return null;

        return value;
    }

    public static SettingsEdit Set(string path, string json, string? reason = null) => new(SettingsEditKind.Value, json, path, Reason: reason);

    /// <summary>Takes the key away, so that the layers beneath decide; setting null would hide what they say.</summary>
    public static SettingsEdit Remove(string path, string? reason = null)
    {
        JsonNode? patch = null;
        foreach (var name in path.Split(SettingsPath.Separator).Reverse()) patch = new JsonObject { [name] = patch };
        return new SettingsEdit(SettingsEditKind.Merge, patch!.ToJsonString(), Reason: reason);
    }
}
