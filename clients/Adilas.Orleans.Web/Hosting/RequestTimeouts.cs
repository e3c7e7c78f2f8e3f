using Adilas.Http;
using Adilas.Refusals;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Options;

namespace Adilas.Hosting;

/// <summary>Gives a request up after a while, and says whether it may have changed something.</summary>
internal static class RequestTimeouts
{
    public static RequestTimeoutPolicy Policy(IOptions<WebOptions> options) => new()
    {
        Timeout = options.Value.RequestTimeout,
        TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
        WriteTimeoutResponse = context => ProblemWriter.Write(context, Refusal(context)),
    };

    private static RefusedException Refusal(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method)
            ? new RefusedException(Refusals.Refusal.Unavailable, "request-timeout", "No answer came in time. Try again.")
            : new RefusedException(
                Refusals.Refusal.OutcomeUnknown, "outcome-unknown",
                "No answer came in time: the change may or may not be stored. Repeat with the same idempotency key.");
}
