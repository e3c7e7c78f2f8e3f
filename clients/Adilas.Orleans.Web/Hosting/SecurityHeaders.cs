namespace Adilas.Hosting;

/// <summary>What a browser may do with an answer. Everything comes from here, and nothing is framed, sniffed or remembered.</summary>
internal static class SecurityHeaders
{
    private const string Nothing = "default-src 'none'; frame-ancestors 'none'";

    private const string Pages =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    // The reference page and the dashboard bring inline scripts of their own; they show no contents of corporations.
    private static readonly string Tools = Pages.Replace("script-src 'self'", "script-src 'self' 'unsafe-inline' 'unsafe-eval'", StringComparison.Ordinal);

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(static state => Set((HttpContext)state), context);
        return next(context);
    });

    private static Task Set(HttpContext context)
    {
        var (path, headers) = (context.Request.Path, context.Response.Headers);
        var isApi = path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.XFrameOptions = "DENY";
        if (headers.ContentSecurityPolicy.Count == 0) headers.ContentSecurityPolicy = isApi ? Nothing : IsTool(path) ? Tools : Pages;

        // Assets say for themselves how long they keep; what was made for one caller is kept by nobody.
        if (isApi || headers.CacheControl.Count == 0) headers.CacheControl = "no-store";
        if (isApi) headers["Api-Version"] = ApiVersion.Current;
        return Task.CompletedTask;
    }

    private static bool IsTool(PathString path) =>
        path.StartsWithSegments("/reference", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/grains", StringComparison.OrdinalIgnoreCase);
}
