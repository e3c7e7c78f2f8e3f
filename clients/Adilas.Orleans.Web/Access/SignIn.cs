using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Adilas.Access;

/// <summary>A person posts an operator's key once and gets a session for it.</summary>
internal static class SignIn
{
    public const string Path = "/sign-in";
    public const string OutPath = "/sign-out";
    public const string ReturnTo = "returnTo";

    private const string KeyField = "key";

    /// <summary>The page to sign in, from which one comes back to <paramref name="uri"/>.</summary>
    public static string Address(string uri) => $"{Path}?{ReturnTo}={Uri.EscapeDataString(new Uri(uri).PathAndQuery)}";

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, Show).AllowAnonymous().ExcludeFromDescription();
        routes.MapPost(Path, In).AllowAnonymous().ExcludeFromDescription();
        routes.MapPost(OutPath, Out).AllowAnonymous().ExcludeFromDescription();
    }

    private static RazorComponentResult<SignInDocument> Show(HttpContext context, IAntiforgery antiforgery) =>
        Page(antiforgery.GetAndStoreTokens(context), Target(context.Request.Query[ReturnTo]), complaint: null);

    private static async Task<IResult> In(HttpContext context, IAntiforgery antiforgery, Sessions sessions, FailedProofs failures)
    {
        if (!context.Request.HasFormContentType || !await antiforgery.IsRequestValidAsync(context))
            return Again(context, antiforgery, target: "/", StatusCodes.Status400BadRequest, "The form was too old. Try again.");

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var target = Target(form[ReturnTo]);
        var address = context.Connection.RemoteIpAddress;
        if (failures.MustWait(address) is { } wait) throw WrongKeys.TooMany(wait);

        if (await sessions.Begin(form[KeyField].ToString().Trim(), context.RequestAborted) is not { } principal)
        {
            failures.Add(address);
            return Again(context, antiforgery, target, StatusCodes.Status401Unauthorized, "This is not a valid operator's key.");
        }

        await context.SignInAsync(Sessions.Scheme, principal);
        return Results.LocalRedirect(target);
    }

    private static async Task<IResult> Out(HttpContext context, IAntiforgery antiforgery)
    {
        if (!await antiforgery.IsRequestValidAsync(context)) return Results.LocalRedirect("/");

        await context.SignOutAsync(Sessions.Scheme);
        return Results.LocalRedirect("/");
    }

    private static RazorComponentResult<SignInDocument> Again(HttpContext context, IAntiforgery antiforgery, string target, int status, string complaint)
    {
        // Tokens are bound to who is signed in: the next form is for nobody.
        context.User = new ClaimsPrincipal(new ClaimsIdentity());
        return Page(antiforgery.GetAndStoreTokens(context), target, complaint, status);
    }

    /// <summary>Where to go afterwards: a path of this site, and no other.</summary>
    internal static string Target(string? wanted) =>
        wanted is ['/'] || wanted is ['/', not ('/' or '\\'), ..] && !wanted.Any(char.IsControl) ? wanted : "/";

    private static RazorComponentResult<SignInDocument> Page(AntiforgeryTokenSet tokens, string target, string? complaint, int status = StatusCodes.Status200OK)
    {
        var parameters = new Dictionary<string, object?>
        {
            [nameof(SignInDocument.TokenField)] = tokens.FormFieldName,
            [nameof(SignInDocument.Token)] = tokens.RequestToken,
            [nameof(SignInDocument.Target)] = target,
            [nameof(SignInDocument.Complaint)] = complaint,
        };
        return new RazorComponentResult<SignInDocument>(parameters) { StatusCode = status };
    }
}
