using Microsoft.Net.Http.Headers;

namespace Adilas.Http;

/// <summary>A request's body as bytes, read once and bounded.</summary>
internal sealed class RequestBody
{
    public const int MaxBytes = 1024 * 1024;

    /// <summary>
    /// Up to this size the server reads a body that it refuses to its end. It would otherwise close the connection under the sender, who then
    /// sees a broken pipe in place of the answer.
    /// </summary>
    public const int MaxDrainedBytes = 16 * MaxBytes;

    private RequestBody(ReadOnlyMemory<byte> bytes) => Bytes = bytes;

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <exception cref="HttpProblem">413.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> Read(HttpContext context)
    {
        if (context.Features.Get<RequestBody>() is { } known) return known.Bytes;

        if (context.Request.ContentLength > MaxBytes) throw TooLarge();
        using var buffer = new MemoryStream((int)(context.Request.ContentLength ?? 0));
        var chunk = new byte[16 * 1024];
        int count;
        while ((count = await context.Request.Body.ReadAsync(chunk, context.RequestAborted)) > 0)
        {
            if (buffer.Length + count > MaxBytes) throw TooLarge();
            buffer.Write(chunk, 0, count);
        }

        var body = new RequestBody(buffer.ToArray());
        context.Features.Set(body);
        return body.Bytes;
    }

    /// <exception cref="HttpProblem">415.</exception>
    public static void CheckMediaType(HttpContext context, params ReadOnlySpan<string> allowed)
    {
        if (MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            && allowed.Contains(type.MediaType.ToString(), StringComparer.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            return;
        }

        throw new HttpProblem(
            StatusCodes.Status415UnsupportedMediaType, "media-type", $"The body must be {string.Join(" or ", allowed.ToArray())} in UTF-8.", "Content-Type");
    }

    private static HttpProblem TooLarge() =>
        new(StatusCodes.Status413PayloadTooLarge, "body-too-large", $"A body has at most {MaxBytes / 1024} KiB.");
}
