using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Adilas.Jobs.Outbound;

namespace Adilas.Jobs.Http;

/// <summary>What an <c>http</c> job sends, read and checked.</summary>
internal sealed partial record HttpPayload(
    HttpMethod Method,
    Uri Url,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    byte[]? Body,
    string? ContentType,
    TimeSpan Timeout,
    bool Sign)
{
    public const int MaxUrlLength = 2_000;
    public const int MaxHeaders = 32;
    public const int MaxHeaderLength = 4_096;
    public const int MaxTimeoutSeconds = 300;
    private const int DefaultTimeoutSeconds = 30;
    private const string ContentTypeHeader = "Content-Type";

    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

    /// <summary>Set by the runtime or by the connection, or about a body that is not there.</summary>
    private static readonly string[] Reserved =
    [
        "Host", "Connection", "Keep-Alive", "Transfer-Encoding", "TE", "Trailer", "Upgrade", "Expect", "Cookie", "Idempotency-Key",
        BodySignature.Header, "Allow", "Expires", "Last-Modified", "traceparent", "tracestate", "baggage",
    ];

    public static HttpPayload Read(JsonElement payload)
    {
        var fields = PayloadFields.Of(payload, "method", "url", "headers", "body", "timeoutSeconds", "sign");
        var method = fields.FindText("method", 10) ?? "POST";
        if (!Methods.Contains(method)) throw PayloadFields.Problem("method", $"is one of {string.Join(", ", Methods)}");

        var headers = HeadersOf(fields).ToList();
        var (body, type) = BodyOf(fields);
        if (body is not null && method is "GET" or "HEAD") throw PayloadFields.Problem("body", $"is not sent with {method}");

        var given = headers.FirstOrDefault(header => IsContentType(header.Key)).Value;
        if (given is not null && body is null) throw PayloadFields.Problem($"headers.{ContentTypeHeader}", "needs a body");

        return new HttpPayload(
            HttpMethod.Parse(method),
            UrlOf(fields),
            [.. headers.Where(header => !IsContentType(header.Key))],
            body,
            given ?? type,
            TimeSpan.FromSeconds(fields.Number("timeoutSeconds", 1, MaxTimeoutSeconds, DefaultTimeoutSeconds)),
            fields.Flag("sign"));
    }

    private static Uri UrlOf(PayloadFields fields)
    {
        var text = fields.Text("url", MaxUrlLength);
        if (text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)) || !Uri.TryCreate(text, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps) || url.IdnHost.Length == 0)
            throw PayloadFields.Problem("url", "is an absolute http or https address");
        if (url.UserInfo.Length > 0) throw PayloadFields.Problem("url", "holds no user or password: use a header");
        return url;
    }

    private static IEnumerable<KeyValuePair<string, string>> HeadersOf(PayloadFields fields)
    {
        if (fields.Find("headers") is not { } headers) yield break;
        if (headers.ValueKind is not JsonValueKind.Object || headers.GetPropertyCount() > MaxHeaders)
            throw PayloadFields.Problem("headers", $"is an object of at most {MaxHeaders} texts");

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in headers.EnumerateObject())
        {
            var name = PayloadFields.NameOf(header);
            if (!Token().IsMatch(name)) throw PayloadFields.Problem("headers", "has names of letters, digits and dashes, at most 64");

            var field = $"headers.{name}";
            if (IsReserved(name)) throw PayloadFields.Problem(field, "is not for jobs to set");
            if (!seen.Add(name)) throw PayloadFields.Problem(field, "is given twice");

            var value = PayloadFields.TextOf(field, header.Value, MaxHeaderLength);
            if (value.Any(c => c is < ' ' or > '~')) throw PayloadFields.Problem(field, "holds printable ASCII characters only");
            if (IsContentType(name) && !MediaTypeHeaderValue.TryParse(value, out _)) throw PayloadFields.Problem(field, "is a media type");
            yield return new(name, value);
        }
    }

    /// <summary>A text is sent as it is, everything else as JSON.</summary>
    private static (byte[]? Body, string? Type) BodyOf(PayloadFields fields) => fields.Find("body") switch
    {
        null => (null, null),
        { ValueKind: JsonValueKind.String } text => (Encoding.UTF8.GetBytes(TextOf(text)), "text/plain; charset=utf-8"),
        { } json => (Encoding.UTF8.GetBytes(json.GetRawText()), "application/json"),
    };

    private static string TextOf(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw PayloadFields.Problem("body", "is not Unicode text");
        }
    }

    private static bool IsContentType(string header) => string.Equals(header, ContentTypeHeader, StringComparison.OrdinalIgnoreCase);

    private static bool IsReserved(string header) =>
        Reserved.Contains(header, StringComparer.OrdinalIgnoreCase)
        || header.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase)
        || (header.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) && !IsContentType(header));

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex Token();
}
