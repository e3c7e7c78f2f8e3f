using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Adilas.Http;

/// <summary>Reads answers that may be anything: a missing or wrongly typed member is <c>null</c>, never an exception.</summary>
internal static class JsonReading
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64 };

    /// <param name="path">Names joined by dots.</param>
    public static string? String(this JsonElement element, string path) =>
        element.Member(path) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static long? Whole(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <param name="path">Names joined by dots, such as <c>owner.email</c>.</param>
    public static JsonElement? Member(this JsonElement element, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (element.ValueKind is not JsonValueKind.Object || !element.TryGetProperty(name, out element)) return null;
        }

        return element;
    }

    public static bool TryParse(ReadOnlyMemory<byte> utf8, out JsonElement json, [NotNullWhen(false)] out JsonException? error)
    {
        try
        {
            // Cloned, so that the element outlives the pooled memory of its document.
            using var document = JsonDocument.Parse(utf8, Strict);
            (json, error) = (document.RootElement.Clone(), null);
            return true;
        }
        catch (JsonException malformed)
        {
            (json, error) = (default, malformed);
            return false;
        }
    }
}
