using System.Text.Encodings.Web;
using System.Text.Json;
using Adilas.Settings.Catalogue;

namespace Adilas.Settings;

/// <summary>A setting's value as people read and type it, and as JSON.</summary>
internal static class SettingText
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Pretty(JsonElement json) => JsonSerializer.Serialize(json, Readable);

    public static string Pretty(string json) => Pretty(JsonElement.Parse(json));

    /// <summary>In one line of a table.</summary>
    public static string Shown(JsonElement? value) => value switch
    {
        null => "not set",
        { ValueKind: JsonValueKind.Null } => "hidden (null)",
        { ValueKind: JsonValueKind.String } text => text.GetString() is { Length: > 0 } some ? some : "empty text",
        { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() == 0 => "empty list",
        { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String) =>
            string.Join(", ", list.EnumerateArray().Select(item => item.GetString())),
        { } other => JsonSerializer.Serialize(other, UnindentedReadable),
    };

    /// <summary>As a field for this setting holds it.</summary>
    public static string Typed(CatalogueEntry? entry, JsonElement? value)
    {
        if (value is not { } some || some.ValueKind is JsonValueKind.Null) return entry?.Type is SettingType.Boolean ? "false" : "";
        return entry switch
        {
            null => Pretty(some),
            _ when some.ValueKind is JsonValueKind.String => some.GetString()!,
            { Type: SettingType.StringList or SettingType.EnumList } when some.ValueKind is JsonValueKind.Array =>
                string.Join('\n', some.EnumerateArray().Select(item => item.ValueKind is JsonValueKind.String ? item.GetString() : item.GetRawText())),
            _ => some.GetRawText(),
        };
    }

    /// <summary>What was typed, as JSON. What is no number is sent as the text that it is, so that the catalogue says what it must be.</summary>
    /// <exception cref="JsonException">A setting that the catalogue does not know takes any JSON, and this is none.</exception>
    public static string Json(CatalogueEntry? entry, string typed) => entry?.Type switch
    {
        null => JsonElement.Parse(typed).GetRawText(),
        SettingType.Boolean => typed is "true" ? "true" : "false",
        SettingType.Integer or SettingType.Number => IsNumber(typed.Trim()) ? typed.Trim() : JsonSerializer.Serialize(typed),
        SettingType.StringList or SettingType.EnumList => JsonSerializer.Serialize(
            typed.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
        _ => JsonSerializer.Serialize(typed),
    };

    private static readonly JsonSerializerOptions UnindentedReadable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static bool IsNumber(string text)
    {
        try
        {
            return JsonElement.Parse(text).ValueKind is JsonValueKind.Number;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
