using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace Adilas.Access;

/// <summary>
/// Sessions of people who signed in with a key. The cookie holds the key encrypted, and every request proves it anew: a revoked key ends
/// its sessions within a lease.
/// </summary>
internal sealed class Sessions(KeyProver prover, IDataProtectionProvider protection)
{
    public const string Scheme = "session";

    private readonly IDataProtector protector = protection.CreateProtector("session-token");

    /// <summary>A new session for whoever presents this key; <c>null</c> when it opens nothing or is no operator's.</summary>
    public async Task<ClaimsPrincipal?> Begin(string token, CancellationToken cancellationToken) =>
        await prover.Prove(token, cancellationToken) is { Corporation: null } grant
            ? new ClaimsPrincipal(new CallerIdentity(grant, Scheme, protector.Protect(token), NewSession()))
            : null;

    /// <summary>The same session as it stands now; <c>null</c> when it is over.</summary>
    public async Task<ClaimsPrincipal?> Continue(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        if (principal.FindFirstValue(CallerIdentity.TokenClaim) is not { } sealedToken) return null;

        string token;
        try
        {
            token = protector.Unprotect(sealedToken);
        }
        catch (CryptographicException)
        {
            return null;
        }

        return await prover.Prove(token, cancellationToken) is { Corporation: null } grant
            ? new ClaimsPrincipal(new CallerIdentity(grant, Scheme, sealedToken, principal.FindFirstValue(CallerIdentity.SessionClaim)))
            : null;
    }

    /// <summary>Checks the session of each request.</summary>
    public static async Task Validate(CookieValidatePrincipalContext context)
    {
        var sessions = context.HttpContext.RequestServices.GetRequiredService<Sessions>();
        if (context.Principal is { } principal && await sessions.Continue(principal, context.HttpContext.RequestAborted) is { } proven)
        {
            context.ReplacePrincipal(proven);
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(Scheme);
    }

    private static string NewSession() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(CallerContext.MaxSessionLength / 2));
}
