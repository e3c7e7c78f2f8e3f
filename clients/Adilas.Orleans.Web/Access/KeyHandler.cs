using System.Security.Claims;
using System.Text.Encodings.Web;
using Adilas.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Adilas.Access;

/// <summary><c>Authorization: Bearer KEY</c>.</summary>
internal sealed class KeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, KeyProver prover, FailedProofs failures)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "key";

    private const string Prefix = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // Whoever asks for health gets an answer, whatever key comes along: to prove it would take the cluster, which may be ill.
        var header = Request.Headers.Authorization;
        if (header.Count == 0 || Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.NoResult();
        if (header is not [{ } value] || !value.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.Fail("Not a bearer key.");

        var token = value[Prefix.Length..].Trim();
        var address = Context.Connection.RemoteIpAddress;

        // A key that is known to be good stays good beside somebody who tries wrong ones from the same address.
        if (failures.MustWait(address) is { } wait && !prover.IsTrusted(token)) throw WrongKeys.TooMany(wait);

        if (await prover.Prove(token, Context.RequestAborted) is { } grant)
            return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new CallerIdentity(grant, Name)), Name));

        failures.Add(address);
        return AuthenticateResult.Fail("The key opens nothing.");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers[HeaderNames.WWWAuthenticate] =
            Request.Headers.Authorization.Count == 0 ? "Bearer realm=\"adilas\"" : "Bearer realm=\"adilas\", error=\"invalid_token\"";
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        return ProblemWriter.WriteBare(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status403Forbidden;
        return ProblemWriter.WriteBare(Context);
    }
}
