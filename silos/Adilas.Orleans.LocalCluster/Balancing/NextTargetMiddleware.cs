using Yarp.ReverseProxy.Forwarder;

namespace Adilas.LocalCluster;

/// <summary>
/// Tries a call on the next host when it certainly did nothing on this one: nobody listened there, or it only reads and got no
/// answer. So a host that was just killed costs nobody an error.
/// </summary>
internal sealed class NextTargetMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var proxy = context.GetReverseProxyFeature();
        var untried = proxy.AvailableDestinations.ToList();
        while (true)
        {
            await next(context);
            if (proxy.ProxiedDestination is { } tried) untried.Remove(tried);
            if (untried.Count is 0 || !MayTryAgain(context))
            {
                await Explain(context);
                return;
            }

            context.Response.Clear();
            context.Features.Set<IForwarderErrorFeature>(null);
            proxy.AvailableDestinations = untried;
        }
    }

    /// <summary>In the form in which the web hosts say why they decline, so that a client reads one form only.</summary>
    private static async Task Explain(HttpContext context)
    {
        if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested || context.GetForwarderErrorFeature() is null) return;
        const string Code = "web-host-unreachable";
        const string Detail = "No web host answered. Whether the last one did what was asked is not known: ask again, with the same Idempotency-Key for a change.";
        context.Response.Headers.RetryAfter = "1";
        await context.Response.WriteAsJsonAsync(
            new { Type = $"urn:adilas:{Code}", Title = "No web host answered", Status = context.Response.StatusCode, Detail, Code },
            options: null, "application/problem+json", CancellationToken.None);
    }

    private static bool MayTryAgain(HttpContext context)
    {
        if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested) return false;
        if (context.GetForwarderErrorFeature()?.Exception is not { } failure) return false;

        // Without a connection not even a body has been sent.
        return failure is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError }
            || HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
    }
}
