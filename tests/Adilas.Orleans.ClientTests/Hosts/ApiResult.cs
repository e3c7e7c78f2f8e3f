using System.Net;
using System.Text;
using System.Text.Json;

namespace Adilas.Hosts;

/// <summary>What came back, read to its end.</summary>
internal sealed class ApiResult
{
    private readonly Dictionary<string, string> headers;

    public ApiResult(HttpResponseMessage response, byte[] body)
    {
        Status = response.StatusCode;
        MediaType = response.Content.Headers.ContentType?.MediaType;
        Body = Encoding.UTF8.GetString(body);
        headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        if (MediaType?.EndsWith("json", StringComparison.Ordinal) is true) Root = JsonElement.Parse(Body);
    }

    public HttpStatusCode Status { get; }

    public string? MediaType { get; }

    public string Body { get; }

    public JsonElement Root { get; }

    public string? this[string header] => headers.GetValueOrDefault(header);

    public JsonElement Json(string path) => path.Split('.').Aggregate(Root, (element, name) => element.GetProperty(name));

    public string? Text(string path)
    {
        var element = Root;
        foreach (var name in path.Split('.'))
            if (element.ValueKind is not JsonValueKind.Object || !element.TryGetProperty(name, out element)) return null;
        return element.ValueKind is JsonValueKind.String ? element.GetString() : element.GetRawText();
    }

    /// <summary>Expects problem details with this status, code and field.</summary>
    public ApiResult IsProblem(HttpStatusCode status, string code, string? field = null)
    {
        Assert.Equal((status, code, field), (Status, Text("code"), Text("field")));
        Assert.Equal("application/problem+json", MediaType);
        Assert.Equal(((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture), Text("status"));
        Assert.Equal($"urn:adilas:{code}", Text("type"));
        Assert.Matches("^[0-9a-f]{32}$", Text("traceId"));
        Assert.NotEmpty(Text("title")!);
        Assert.NotEmpty(Text("detail")!);
        return this;
    }

    public ApiResult Is(HttpStatusCode status)
    {
        Assert.True(status == Status, $"Expected {status}, but it is {this}");
        return this;
    }

    public override string ToString() => $"{(int)Status} {Body}";
}
