using System.Text.Json;

namespace Adilas.Settings;

/// <summary>The values of a JSON object by their paths; objects are told by what is in them.</summary>
internal static class JsonLeaves
{
    public static IEnumerable<(string Path, JsonElement Value)> Of(JsonElement root, string parent = "")
    {
        foreach (var member in root.EnumerateObject())
        {
            var path = SettingsPath.Join(parent, member.Name);
            if (member.Value.ValueKind is not JsonValueKind.Object) yield return (path, member.Value);
            else foreach (var leaf in Of(member.Value, path)) yield return leaf;
        }
    }
}
