using System.Text.Json;
using System.Text.Unicode;
using Adilas.Http;

namespace Adilas.Settings;

/// <summary>Reads a JSON object from a file, or from standard input for <c>-</c>.</summary>
internal static class DocumentFile
{
    public const int MaxBytes = 1024 * 1024;

    public static async Task<JsonElement> Read(string path, CancellationToken cancellationToken)
    {
        var content = await ReadBounded(path, cancellationToken);
        var name = path is "-" ? "Standard input" : path;
        if (!Utf8.IsValid(content.Span)) throw Wrong($"{name} is not UTF-8 text.");
        if (!JsonReading.TryParse(content, out var json, out var error))
            throw Wrong($"{name} is not JSON: line {error.LineNumber + 1}, column {error.BytePositionInLine + 1}.");
        return json.ValueKind is JsonValueKind.Object ? json : throw Wrong($"{name} is JSON, but no object.");
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBounded(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var source = path is "-" ? Console.OpenStandardInput() : File.OpenRead(path);
            var buffer = new byte[MaxBytes + 1];
            var length = await source.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            if (length > MaxBytes) throw Wrong("A document has at most 1 MiB.");
            return WithoutMark(buffer.AsMemory(0, length));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Wrong($"{path} cannot be read: {failure.Message}");
        }
    }

    private static CommandFailure Wrong(string detail) => CommandFailure.Usage(detail, "document");

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> text) =>
        text.Span.StartsWith("\uFEFF"u8) ? text[3..] : text;
}
