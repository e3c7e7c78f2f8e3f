using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Adilas.Http;

namespace Adilas.Output;

/// <summary>Writes JSON for people and pipes: readable letters, numbers exactly as they came.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions Indented = OneLine with { Indented = true };

    public static string Compact(JsonElement json) => Write(json, OneLine);

    public static string Readable(JsonElement json) => Write(json, Indented);

    public static string Compact(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, OneLine)) write(writer);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>A value as a cell shows it: text without quotes, nothing for null, lists and objects as JSON.</summary>
    public static string Cell(JsonElement? value) => value switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => "",
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { } other => Compact(other),
    };

    public static string Cell(this JsonElement json, string path) => Cell(json.Member(path));

    private static string Write(JsonElement json, JsonWriterOptions options)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, options)) json.WriteTo(writer);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
