using System.Buffers;
using System.Text;

namespace Adilas.Jobs.Outbound;

/// <summary>
/// Keeps the beginning of an answer. Its status is known and decides, so a body that ends too early, too late or never costs only what
/// it would have said.
/// </summary>
internal static class AnswerReader
{
    public const int MaxBodyBytes = 8 * 1024;
    private const int MaxHeaderLength = 256;

    private static readonly string[] KeptHeaders =
    [
        "Content-Type", "Content-Length", "Content-Language", "Date", "ETag", "Last-Modified", "Location", "Retry-After", "Server",
        "X-Request-Id",
    ];

    /// <param name="limit">Ends the reading, not the attempt.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static async Task<OutboundAnswer> Read(
        HttpResponseMessage response, CancellationToken limit, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MaxBodyBytes + 1);
        try
        {
            var (length, isWhole) = await Fill(buffer, response.Content, limit);
            cancellationToken.ThrowIfCancellationRequested();

            var kept = buffer.AsSpan(0, Math.Min(length, MaxBodyBytes));
            var body = length > 0 && IsText(response.Content.Headers.ContentType?.MediaType)
                ? EncodingOf(response.Content.Headers.ContentType?.CharSet).GetString(kept)
                : null;
            var truncated = !isWhole || length > MaxBodyBytes || (body is null && length > 0);
            return new OutboundAnswer(response.StatusCode, Headers(response), body, truncated);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<(int Length, bool IsWhole)> Fill(byte[] buffer, HttpContent content, CancellationToken limit)
    {
        var length = 0;
        try
        {
            await using var stream = await content.ReadAsStreamAsync(limit);
            while (length <= MaxBodyBytes)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(length, MaxBodyBytes + 1 - length), limit);
                if (read == 0) return (length, IsWhole: true);
                length += read;
            }

            return (length, IsWhole: false);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException or OperationCanceledException)
        {
            return (length, IsWhole: false);
        }
    }

    private static Dictionary<string, string> Headers(HttpResponseMessage response)
    {
        var kept = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in KeptHeaders)
        {
            if (!response.Headers.NonValidated.TryGetValues(name, out var values)
                && !response.Content.Headers.NonValidated.TryGetValues(name, out values)) continue;
            var value = values.ToString();
            kept[name] = value.Length > MaxHeaderLength ? value[..MaxHeaderLength] : value;
        }

        return kept;
    }

    /// <summary>Without a type it is taken for text: short answers often come without one.</summary>
    private static bool IsText(string? type) => type is null
        || type.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
        || type.EndsWith("json", StringComparison.OrdinalIgnoreCase)
        || type.EndsWith("xml", StringComparison.OrdinalIgnoreCase)
        || type.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);

    private static Encoding EncodingOf(string? charset) => charset?.Trim('"').ToLowerInvariant() switch
    {
        "iso-8859-1" or "latin1" or "windows-1252" => Encoding.Latin1,
        "utf-16" or "utf-16le" => Encoding.Unicode,
        _ => Encoding.UTF8,
    };
}
