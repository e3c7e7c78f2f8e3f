using System.Net;

namespace Adilas.Jobs.Outbound;

/// <summary>What a redirect asks for (RFC 9110, 15.4), and what of the request goes along.</summary>
internal static class Redirects
{
    public const int Max = 5;

    /// <summary>May go to another host: they hold no secret of the first one. Any other header may.</summary>
    private static readonly string[] Harmless = ["Accept", "Accept-Language", "User-Agent"];

    public static bool IsRedirect(HttpStatusCode status) => (int)status is 301 or 302 or 303 or 307 or 308;

    /// <returns>The request to send instead, or why there is none.</returns>
    public static (OutboundRequest? Next, string? Problem) Follow(OutboundRequest request, HttpStatusCode status, Uri? location)
    {
        if (location is null) return (null, "it does not say where to");
        if (!Uri.TryCreate(request.Url, location, out var url)) return (null, "where to cannot be read");
        if (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps) return (null, "to something else than http and https");
        if (url.UserInfo.Length > 0) return (null, "to an address with a user in it");
        if (request.Url.Scheme == Uri.UriSchemeHttps && url.Scheme == Uri.UriSchemeHttp) return (null, "from https to http");

        var next = request with { Url = url };
        if (BecomesGet(status, request.Method)) next = next with { Method = HttpMethod.Get, Body = null, ContentType = null };
        if (!IsSameOrigin(request.Url, url))
            next = next with { Headers = [.. next.Headers.Where(header => IsHarmless(header.Key))], SignedFor = null, Keys = [] };
        return (next, null);
    }

    private static bool BecomesGet(HttpStatusCode status, HttpMethod method) => (int)status switch
    {
        301 or 302 => method == HttpMethod.Post,
        303 => method != HttpMethod.Get && method != HttpMethod.Head,
        _ => false,
    };

    private static bool IsHarmless(string header) => Harmless.Contains(header, StringComparer.OrdinalIgnoreCase);

    private static bool IsSameOrigin(Uri one, Uri other) =>
        one.Scheme == other.Scheme && one.Port == other.Port
        && string.Equals(one.IdnHost, other.IdnHost, StringComparison.OrdinalIgnoreCase);
}
