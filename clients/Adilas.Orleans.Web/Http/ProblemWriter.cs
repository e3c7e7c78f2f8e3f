using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization;
using Adilas.Components;
using Adilas.Refusals;
using Microsoft.AspNetCore.WebUtilities;

namespace Adilas.Http;

/// <summary>Writes problem details (RFC 9457) to programs, whatever they say they accept, and a page to people who came for one.</summary>
internal static class ProblemWriter
{
    public const string MediaType = "application/problem+json";

    private static readonly TimeSpan RetryAfterUnlessKnown = TimeSpan.FromSeconds(1);

    public static int StatusOf(Refusal refusal) => refusal switch
    {
        Refusal.Invalid => StatusCodes.Status400BadRequest,
        Refusal.Forbidden => StatusCodes.Status403Forbidden,
        Refusal.NotFound => StatusCodes.Status404NotFound,
        Refusal.Conflict => StatusCodes.Status409Conflict,
        Refusal.Stale => StatusCodes.Status412PreconditionFailed,
        Refusal.Mode => StatusCodes.Status423Locked,
        Refusal.VersionRequired => StatusCodes.Status428PreconditionRequired,
        Refusal.TooMany => StatusCodes.Status429TooManyRequests,
        Refusal.Unavailable or Refusal.OutcomeUnknown => StatusCodes.Status503ServiceUnavailable,
    };

    public static Task Write(HttpContext context, RefusedException refused) =>
        Write(context, StatusOf(refused.Refusal), refused.Code, refused.Message, refused.Field);

    public static Task Write(HttpContext context, int status, string code, string detail, string? field = null)
    {
        var response = context.Response;
        response.StatusCode = status;
        if (status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable
            && response.Headers.RetryAfter.Count == 0)
            SetRetryAfter(context, RetryAfterUnlessKnown);

        if (HtmlProblems.Wants(context)) return HtmlProblems.Write(context, status, detail, TraceId(context));

        var problem = new Problem($"urn:adilas:{code}", ReasonPhrases.GetReasonPhrase(status), status, detail, code, field, TraceId(context));

        // Also said when the request was given up, which cancels the request's own token.
        return response.WriteAsJsonAsync(problem, ApiJson.Options, MediaType, CancellationToken.None);
    }

    /// <summary>For an answer that has a status and nothing else: an unknown route, a wrong method, a missing key.</summary>
    public static Task WriteBare(HttpContext context)
    {
        var (code, detail) = context.Response.StatusCode switch
        {
            StatusCodes.Status400BadRequest => ("request-malformed", "The request is malformed."),
            StatusCodes.Status401Unauthorized => ("key-required", "Give a valid API key: Authorization: Bearer KEY."),
            StatusCodes.Status403Forbidden => ("forbidden", "The caller may not do this."),
            StatusCodes.Status404NotFound => ("route-unknown", "There is nothing at this address."),
            StatusCodes.Status405MethodNotAllowed => ("method-not-allowed", "This address does not know this method."),
            StatusCodes.Status413PayloadTooLarge => ("body-too-large", "The body is too large."),
            StatusCodes.Status415UnsupportedMediaType => ("media-type", "The body must be application/json in UTF-8."),
            StatusCodes.Status503ServiceUnavailable => ("unavailable", "The service cannot answer now. Try again."),
            >= 500 => ("fault", "The service failed. The trace id helps to find out why."),
            var status => ($"http-{status}", ReasonPhrases.GetReasonPhrase(status)),
        };
        return Write(context, context.Response.StatusCode, code, detail);
    }

    /// <summary>In whole seconds, at least one: a client that asks again at once helps nobody.</summary>
    public static void SetRetryAfter(HttpContext context, TimeSpan? wait)
    {
        if (wait is null) return;
        var seconds = Math.Max(1, Math.Ceiling(wait.Value.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
    }

    public static string TraceId(HttpContext context) => Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;
}

/// <summary>Why a request was declined (RFC 9457).</summary>
/// <param name="Type">A name for the kind of problem, not an address.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Detail">A sentence for people.</param>
/// <param name="Code">Stable kebab-case name of the broken rule, to branch on.</param>
/// <param name="Field">The member, parameter or header that broke it.</param>
/// <param name="TraceId">Finds this request in logs and traces.</param>
internal sealed record Problem(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Code,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Field,
    string TraceId);
