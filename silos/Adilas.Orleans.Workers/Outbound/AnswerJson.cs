using System.Text;
using System.Text.Json;
using Adilas.Storage;

namespace Adilas.Jobs.Outbound;

/// <summary>An answer as a job's result.</summary>
internal static class AnswerJson
{
    /// <summary>Escapes may make a body several times as long in JSON: what does not fit is cut.</summary>
    public static string Write(OutboundAnswer answer)
    {
        for (var body = answer.Body; ; body = Shorter(body!))
        {
            var truncated = answer.Truncated || body != answer.Body;
            var json = JsonSerializer.Serialize(
                new Stored((int)answer.Status, answer.Headers, body, truncated), StoredJson.Options);
            if (Encoding.UTF8.GetByteCount(json) <= JobOutcome.MaxResultBytes || string.IsNullOrEmpty(body)) return json;
        }
    }

    private static string Shorter(string body)
    {
        var length = body.Length * 3 / 4;
        return body[..(length > 0 && char.IsHighSurrogate(body[length - 1]) ? length - 1 : length)];
    }

    private sealed record Stored(int Status, IReadOnlyDictionary<string, string> Headers, string? Body, bool Truncated);
}
