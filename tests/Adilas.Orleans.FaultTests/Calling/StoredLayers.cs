using System.Text.Json;
using Adilas.Settings;

namespace Adilas.Calling;

/// <summary>Layers as the grains have them once nobody writes any more, laid over each other with nothing but merge patches.</summary>
internal sealed class StoredLayers(Api api)
{
    private readonly Dictionary<string, SettingsDocument> shared = [];

    /// <summary>What the profile of a corporation of the trial cluster has under <c>custom</c>.</summary>
    public async Task<string> Merged(string corporation)
    {
        var merged = SettingsDocument.Empty;
        foreach (var scope in (string[])["system", "industry:retail", "stack:data0"])
        {
            if (!shared.TryGetValue(scope, out var document)) shared[scope] = document = await Read(scope);
            merged = MergePatch.Apply(merged, document);
        }

        merged = MergePatch.Apply(merged, await Read($"corporation:{corporation}"));
        return JsonElement.Parse(merged.Json).TryGetProperty("custom", out var custom) ? custom.GetRawText() : "{}";
    }

    private async Task<SettingsDocument> Read(string scope) => await api.Find($"settings/{scope}") is { } layer
        ? SettingsDocument.Parse(JsonElement.Parse(layer).GetProperty("document").GetRawText())
        : SettingsDocument.Empty;
}
