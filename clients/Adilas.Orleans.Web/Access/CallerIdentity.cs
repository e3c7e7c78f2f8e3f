using System.Security.Claims;
using Adilas.ApiKeys;

namespace Adilas.Access;

/// <summary>A proven caller as ASP.NET knows users. What must survive in a session cookie stands in claims.</summary>
internal sealed class CallerIdentity : ClaimsIdentity
{
    public const string TokenClaim = "adilas:token";
    public const string SessionClaim = "adilas:session";

    /// <param name="sealedToken">The key, encrypted, so that the session can prove it again; <c>null</c> outside sessions.</param>
    public CallerIdentity(ApiKeyGrant grant, string scheme, string? sealedToken = null, string? session = null)
        : base(scheme)
    {
        Caller = KeyCaller.Of(grant, session);
        KeyId = grant.Id;
        AddClaim(new Claim(ClaimTypes.Name, grant.Id));
        if (sealedToken is not null) AddClaim(new Claim(TokenClaim, sealedToken));
        if (session is not null) AddClaim(new Claim(SessionClaim, session));
    }

    public CallerContext Caller { get; }

    public string KeyId { get; }

    /// <summary>The proven caller of this request or circuit; anonymous when there is none.</summary>
    public static CallerContext CallerOf(ClaimsPrincipal principal) => (principal.Identity as CallerIdentity)?.Caller ?? CallerContext.Anonymous;
}
