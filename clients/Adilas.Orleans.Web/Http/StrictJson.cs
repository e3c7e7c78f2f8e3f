using System.Text.Json;
using System.Text.Unicode;

namespace Adilas.Http;

/// <summary>Reads a body into a record, or says which member is wrong and why.</summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowDuplicateProperties = true };

    /// <exception cref="HttpProblem">400: not JSON, or not of this form; the member is named.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.IsEmpty) throw HttpProblem.Invalid("body-missing", "A JSON object is expected in the body.");
        if (!Utf8.IsValid(utf8.Span)) throw HttpProblem.Invalid("body-not-json", "The body is not UTF-8 text.");

        try
        {
            return JsonSerializer.Deserialize<T>(utf8.Span, ApiJson.Options) ?? throw Wrong(new JsonFault("", "must be an object"));
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or FormatException)
        {
            throw Explain<T>(utf8, malformed);
        }
    }

    private static HttpProblem Explain<T>(ReadOnlyMemory<byte> utf8, Exception malformed)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, Lenient);
            return Wrong(JsonFault.Find(document.RootElement, typeof(T), "") ?? new JsonFault("", "is not of the expected form"));
        }
        catch (JsonException syntax)
        {
            return HttpProblem.Invalid(
                "body-not-json", $"The body is not JSON: line {syntax.LineNumber + 1}, column {syntax.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair is found only when the text is read.
            return HttpProblem.Invalid("body-not-json", $"The body holds text that is not Unicode ({malformed.GetType().Name}).");
        }
    }

    private static HttpProblem Wrong(JsonFault fault) => HttpProblem.Invalid(
        fault.IsUnknown ? "member-unknown" : "member-invalid",
        fault.Path.Length == 0 ? $"The body {fault.Problem}." : $"'{fault.Path}' {fault.Problem}.",
        fault.Path.Length == 0 ? null : fault.Path);
}
