using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Adilas.Http;

/// <summary>What came back, read to its end.</summary>
internal sealed class ApiAnswer
{
    private ApiAnswer(HttpResponseMessage response, byte[] body, DateTimeOffset now)
    {
        Status = (int)response.StatusCode;
        IsSuccess = response.IsSuccessStatusCode;
        MediaType = response.Content.Headers.ContentType?.MediaType ?? "";
        Body = body;
        ETag = response.Headers.ETag?.Tag;
        Location = response.Headers.Location?.OriginalString;
        ApiVersion = response.Headers.TryGetValues("Api-Version", out var versions) ? versions.FirstOrDefault() : null;
        RetryAfter = Span(response.Headers.RetryAfter, now);
        if (IsJson(MediaType) && JsonReading.TryParse(body, out var json, out _)) Json = json;
    }

    public int Status { get; }

    public bool IsSuccess { get; }

    public string MediaType { get; }

    public byte[] Body { get; }

    /// <summary>The body, when it is JSON as it says.</summary>
    public JsonElement? Json { get; }

    public string? ETag { get; }

    public string? Location { get; }

    public string? ApiVersion { get; }

    public TimeSpan? RetryAfter { get; }

    public string Text => Encoding.UTF8.GetString(Body);

    public bool IsCreatedAnew => Status is (int)HttpStatusCode.Accepted or (int)HttpStatusCode.Created;

    public static async Task<ApiAnswer> Read(HttpResponseMessage response, DateTimeOffset now, CancellationToken cancellationToken) =>
        new(response, await response.Content.ReadAsByteArrayAsync(cancellationToken), now);

    private static bool IsJson(string mediaType) =>
        mediaType is "application/json" || mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase);

    private static TimeSpan? Span(RetryConditionHeaderValue? header, DateTimeOffset now) =>
        header is null ? null
        : header.Delta ?? (header.Date is { } date && date > now ? date - now : TimeSpan.Zero);
}
