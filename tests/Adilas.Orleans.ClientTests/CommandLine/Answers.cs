using Microsoft.AspNetCore.Http;

namespace Adilas.CommandLine;

/// <summary>Answers as the interface words them.</summary>
internal static class Answers
{
    public static RequestDelegate Json(string json, int status = 200, string? etag = null) =>
        Body(status, "application/json", json, ("ETag", etag));

    /// <summary>A page of a list.</summary>
    public static RequestDelegate Page(string items, string? next = null) =>
        Json($$"""{"items":[{{items}}],"next":{{(next is null ? "null" : $"\"{next}\"")}}}""");

    /// <summary>A provisioning of one step.</summary>
    public static RequestDelegate Provisioning(string state, string step, string? reason = null, string? deadline = null)
    {
        var rest = $"\"attempt\":1,\"deadline\":{Quoted(deadline)},\"reason\":{Quoted(reason)}";
        return Json($$"""{"state":"{{state}}","steps":[{"name":"database","type":"sql","state":"{{step}}",{{rest}}}]}""");
    }

    public static RequestDelegate Nothing(int status, params (string, string?)[] headers) => Body(status, null, "", headers);

    public static RequestDelegate Problem(int status, string detail, string code, string? field = null, string? retryAfter = null) => Body(
        status, "application/problem+json", ProblemJson(status, detail, code, field), ("Retry-After", retryAfter));

    public static string ProblemJson(int status, string detail, string code, string? field = null)
    {
        var member = field is null ? "" : $",\"field\":\"{field}\"";
        return $$"""{"type":"urn:x","status":{{status}},"detail":"{{detail}}","code":"{{code}}"{{member}},"traceId":"4bf92f35"}""";
    }

    public static RequestDelegate Body(int status, string? mediaType, string text, params (string Name, string? Value)[] headers) =>
        async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = mediaType;
            foreach (var (name, value) in headers)
                if (value is not null) context.Response.Headers[name] = value;

            if (text.Length > 0) await context.Response.WriteAsync(text, context.RequestAborted);
        };

    /// <summary>Cuts the connection instead of answering.</summary>
    public static RequestDelegate Cut { get; } = context =>
    {
        context.Abort();
        return Task.CompletedTask;
    };

    /// <summary>Never answers.</summary>
    public static RequestDelegate Silence { get; } = async context =>
    {
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    };

    private static string Quoted(string? text) => text is null ? "null" : $"\"{text}\"";
}
