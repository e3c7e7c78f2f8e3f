using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Adilas.Refusals;

namespace Adilas.Settings;

/// <summary>Writes a settings document in its one canonical form, and refuses what is not one.</summary>
internal static class CanonicalJson
{
    private static readonly JsonDocumentOptions Strict = new()
    {
        AllowDuplicateProperties = false,
        MaxDepth = SettingsDocument.MaxDepth,
    };

    private static readonly JsonWriterOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = SettingsDocument.MaxDepth,
    };

    // White space and escapes go away, so the text that comes in may be larger than what is kept; not without end.
    private const int MaxInputBytes = 4 * SettingsDocument.MaxBytes;

    public static string Write(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length > MaxInputBytes) throw TooLarge();
        try
        {
            using var document = JsonDocument.Parse(utf8, Strict);
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
                throw new RefusedException(Refusal.Invalid, "document-not-object", "A settings document is a JSON object.", "document");

            var buffer = new ArrayBufferWriter<byte>(utf8.Length);
            using (var writer = new Utf8JsonWriter(buffer, Compact)) Write(document.RootElement, writer);
            return buffer.WrittenCount <= SettingsDocument.MaxBytes
                ? Encoding.UTF8.GetString(buffer.WrittenSpan)
                : throw TooLarge();
        }
        catch (JsonException malformed)
        {
            throw NotJson(malformed.Message);
        }
        catch (InvalidOperationException malformed)
        {
            // A string with a lone surrogate or bytes that are not UTF-8 is found only when it is read.
            throw NotJson(malformed.Message);
        }
        catch (ArgumentException malformed)
        {
            throw NotJson(malformed.Message);
        }
    }

    private static void Write(JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    Write(property.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray()) Write(item, writer);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Number:
                writer.WriteRawValue(element.GetRawText());
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(element.GetString());
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private static RefusedException TooLarge() => new(
        Refusal.Invalid, "document-too-large", $"A settings document has at most {SettingsDocument.MaxBytes / 1024} KiB.", "document");

    private static RefusedException NotJson(string detail) =>
        new(Refusal.Invalid, "document-not-json", $"Not a valid settings document: {detail}", "document");
}
