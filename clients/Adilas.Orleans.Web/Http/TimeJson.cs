using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Adilas.Http;

/// <summary>Times as ISO 8601 in UTC. What comes in must say its offset: a time without one means another moment on every machine.</summary>
internal sealed class TimeJson : JsonConverter<DateTimeOffset>
{
    public const string Example = "2026-03-01T08:00:00Z";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String && TryParse(reader.GetString()!, out var time)
            ? time
            : throw new JsonException($"Not a time such as {Example}.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime);

    /// <summary>In UTC.</summary>
    private static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        var saysOffset = text.Length >= Example.Length && text[10] is 'T' && (text[^1] is 'Z' || text[^3] is ':' && text[^6] is '+' or '-');
        if (!saysOffset || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out time)) return false;
        time = time.ToUniversalTime();
        return true;
    }
}
