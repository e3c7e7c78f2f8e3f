using Adilas.Http;

namespace Adilas.Output;

/// <summary>Says on standard error what went wrong: one or two lines for people, the problem document with <c>--json</c>.</summary>
internal static class ProblemWriter
{
    /// <param name="secret">The key, which no text may show even if a server sends it back.</param>
    public static void Write(Screen screen, Problem problem, string? secret)
    {
        if (screen.Json) screen.SayJson(Without(secret, Document(problem)));
        else
        {
            screen.Say(Without(secret, $"error: {problem.Detail}"));
            if (Facts(problem) is { Length: > 0 } facts) screen.Say(Without(secret, $"       {facts}"));
        }
    }

    private static string Facts(Problem problem)
    {
        var facts = new List<string>();
        if (problem.Field is not null) facts.Add($"field {problem.Field}");
        if (problem.Code is not null && problem.Status > 0) facts.Add($"code {problem.Code}");
        if (problem.TraceId is not null) facts.Add($"trace {problem.TraceId}");
        if (problem.Hint is not null) facts.Add(problem.Hint);
        return string.Join(" · ", facts);
    }

    private static string Document(Problem problem) => problem.Sent is { } sent ? JsonText.Compact(sent) : JsonText.Compact(json =>
    {
        json.WriteStartObject();
        if (problem.Status > 0) json.WriteNumber("status", problem.Status);
        json.WriteString("detail", problem.Detail);
        json.Optional("code", problem.Code);
        json.Optional("field", problem.Field);
        json.WriteEndObject();
    });

    private static string Without(string? secret, string text) =>
        string.IsNullOrEmpty(secret) ? text : text.Replace(secret, "***", StringComparison.Ordinal);
}
