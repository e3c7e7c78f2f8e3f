using Microsoft.AspNetCore.Http.HttpResults;

namespace Adilas.Components;

/// <summary>Decides who gets a problem as a page rather than as problem details: people who look with a browser.</summary>
internal static class HtmlProblems
{
    private static readonly PathString[] ForPrograms = ["/api", "/health", "/metrics", "/openapi"];

    public static bool Wants(HttpContext context) =>
        (HttpMethods.IsGet(context.Request.Method) || IsForm(context.Request))
        && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && !ForPrograms.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase));

    public static Task Write(HttpContext context, int status, string detail, string traceId)
    {
        var parameters = new Dictionary<string, object?>
        {
            [nameof(ProblemDocument.Status)] = status,
            [nameof(ProblemDocument.Detail)] = detail,
            [nameof(ProblemDocument.TraceId)] = traceId,
        };
        return new RazorComponentResult<ProblemDocument>(parameters) { StatusCode = status }.ExecuteAsync(context);
    }

    private static bool IsForm(HttpRequest request) => HttpMethods.IsPost(request.Method) && request.HasFormContentType;
}
