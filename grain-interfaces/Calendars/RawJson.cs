using System.Text.Json;
using System.Text.Json.Serialization;

namespace Adilas.Calendars;

/// <summary>Stores a text that is JSON as the JSON that it is, so that histories show what changed in it and hide what they hide elsewhere.</summary>
internal sealed class RawJson : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.GetRawText();
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteRawValue(value);
}
