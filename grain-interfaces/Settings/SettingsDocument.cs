using System.Text.Json;
using System.Text.Json.Serialization;
using Adilas.Refusals;

namespace Adilas.Settings;

/// <summary>
/// One layer's settings as canonical JSON text: an object with its keys in ordinal order, no white space and one choice of escapes, so
/// that equal documents have equal text. Numbers stay as they were written.
/// </summary>
[GenerateSerializer, Immutable, Alias("adilas.SettingsDocument")]
[JsonConverter(typeof(JsonForm))]
public sealed record SettingsDocument
{
    /// <summary>Of the canonical text in UTF-8.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>How many objects and arrays may stand inside one another.</summary>
    public const int MaxDepth = 32;

    private SettingsDocument(string json) => Json = json;

    [Id(0)] public string Json { get; }

    public static SettingsDocument Empty { get; } = new("{}");

    /// <exception cref="RefusedException">
    /// <see cref="Refusal.Invalid"/>: not a JSON object, too large, too deep, or a key that stands twice in one object.
    /// </exception>
    public static SettingsDocument Parse(ReadOnlyMemory<byte> utf8) => new(CanonicalJson.Write(utf8));

    /// <inheritdoc cref="Parse(ReadOnlyMemory{byte})"/>
    public static SettingsDocument Parse(string json) => Parse(global::System.Text.Encoding.UTF8.GetBytes(json));

    public override string ToString() => $"settings of {Json.Length} characters";

    internal sealed class JsonForm : JsonConverter<SettingsDocument>
    {
        public override SettingsDocument Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return Parse(document.RootElement.GetRawText());
        }

        public override void Write(Utf8JsonWriter writer, SettingsDocument value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Json);
    }
}
