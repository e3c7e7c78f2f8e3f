using System.Text.Json;

namespace Adilas.Http;

/// <summary>Why something was declined (RFC 9457), whether the server said so or this program found out by itself.</summary>
/// <param name="Status">The HTTP status; 0 when no answer came.</param>
/// <param name="Code">Stable kebab-case name of the broken rule.</param>
/// <param name="Field">The input that broke it, when one did.</param>
internal sealed record Problem(int Status, string Detail, string? Code = null, string? Field = null, string? TraceId = null)
{
    private const int MaxForeignTextLength = 200;

    /// <summary>What the server sent, so that <c>--json</c> can hand it on unchanged.</summary>
    public JsonElement? Sent { get; private init; }

    /// <summary>One more sentence of advice that only the command line can give.</summary>
    public string? Hint { get; init; }

    public static Problem Local(string code, string detail, string? field = null) => new(0, detail, code, field);

    public static Problem From(ApiAnswer answer)
    {
        if (answer.Json is not { ValueKind: JsonValueKind.Object } json) return Foreign(answer);

        var detail = json.String("detail") ?? json.String("title") ?? $"The server answered {answer.Status}.";
        return new Problem(answer.Status, detail, json.String("code"), json.String("field"), json.String("traceId")) { Sent = json };
    }

    /// <summary>A proxy's page, an empty body: anything that is no problem document.</summary>
    private static Problem Foreign(ApiAnswer answer)
    {
        var text = answer.MediaType is "text/plain" ? answer.Text.Trim() : "";
        if (text.Length > MaxForeignTextLength) text = text[..MaxForeignTextLength] + "…";
        var detail = $"The server answered {answer.Status}{(text.Length > 0 ? $": {text}" : " without saying why.")}";
        return new Problem(answer.Status, detail, $"http-{answer.Status}");
    }
}
