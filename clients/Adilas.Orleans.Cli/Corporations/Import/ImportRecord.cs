using System.Text.Json;
using System.Text.Unicode;
using Adilas.Http;

namespace Adilas.Corporations.Import;

/// <summary>A line that passed the checks that need no server.</summary>
internal sealed record ImportRecord(ImportLine Line, string Id)
{
    private static readonly HashSet<string> Known = ["id", "name", "industry", "kind", "stack", "recipe", "owner", "settings"];
    private static readonly HashSet<string> KnownOfOwner = ["email", "name"];

    /// <returns>The record, or why the line is none, with the id as far as it could be read.</returns>
    public static (ImportRecord? Record, string Id, string Reason) Parse(ImportLine line)
    {
        if (line.IsTooLong) return (null, "", $"longer than {LineReader.MaxLineBytes} bytes");
        if (!Utf8.IsValid(line.Text.Span)) return (null, "", "not UTF-8 text");
        if (!JsonReading.TryParse(line.Text, out var json, out var error))
            return (null, "", $"not JSON at column {error.BytePositionInLine + 1}");
        if (json.ValueKind is not JsonValueKind.Object) return (null, "", "not a JSON object");

        var id = json.String("id");
        var wrong = id is null ? "id is missing or no text"
            : !Segment.IsId(id) ? "id must have 1 to 40 lower-case letters, digits or dashes"
            : Wrong(json);
        return wrong is null ? (new ImportRecord(line, id!), id!, "") : (null, id ?? "", wrong);
    }

    /// <summary>
    /// Only what the interface fixes; sizes and rules are the server's. A member that nobody knows is most likely a
    /// misspelt one, and then two hundred corporations would have the wrong recipe.
    /// </summary>
    private static string? Wrong(JsonElement json)
    {
        foreach (var name in (string[])["name", "industry", "owner.email", "owner.name"])
            if (string.IsNullOrWhiteSpace(json.String(name))) return $"{name} is missing or no text";

        if (json.String("kind") is not ("work" or "play" or "demo")) return "kind must be work, play or demo";
        foreach (var name in (string[])["stack", "recipe"])
            if (json.Member(name) is { ValueKind: not (JsonValueKind.String or JsonValueKind.Null) }) return $"{name} is no text";

        if (json.Member("settings") is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Null) }) return "settings is no object";
        return Unknown(json, Known, "") ?? Unknown(json.GetProperty("owner"), KnownOfOwner, "owner.");
    }

    private static string? Unknown(JsonElement json, HashSet<string> known, string prefix)
    {
        foreach (var member in json.EnumerateObject())
            if (!known.Contains(member.Name)) return $"{prefix}{member.Name} is not known";

        return null;
    }
}
