using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;

namespace Adilas.Access;

/// <summary>A person posts an operator's key once and gets a session for it.</summary>
internal static class SignIn
{
    public const string Path = "/sign-in";
    public const string OutPath = "/sign-out";
    public const string ReturnTo = "returnTo";

    private const string KeyField = "key";

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, Show).AllowAnonymous().ExcludeFromDescription();
        routes.MapPost(Path, In).AllowAnonymous().ExcludeFromDescription();
        routes.MapPost(OutPath, Out).AllowAnonymous().ExcludeFromDescription();
    }

    private static IResult Show(HttpContext context, IAntiforgery antiforgery) =>
        SignInPage.Of(antiforgery.GetAndStoreTokens(context), Target(context.Request.Query[ReturnTo]), complaint: null);

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

    private static IResult Again(HttpContext context, IAntiforgery antiforgery, string target, int status, string complaint)
    {
        // Tokens are bound to who is signed in: the next form is for nobody.
        context.User = new ClaimsPrincipal(new ClaimsIdentity());
        return SignInPage.Of(antiforgery.GetAndStoreTokens(context), target, complaint, status);
    }

    /// <summary>Where to go afterwards: a path of this site, and no other.</summary>
    internal static string Target(string? wanted) =>
        wanted is ['/'] || wanted is ['/', not ('/' or '\\'), ..] && !wanted.Any(char.IsControl) ? wanted : "/";

    /// <summary>A page that needs nothing but itself, for hosts without pages too.</summary>
    private static class SignInPage
    {
        public static IResult Of(AntiforgeryTokenSet tokens, string target, string? complaint, int status = StatusCodes.Status200OK)
        {
            var encode = HtmlEncoder.Default;
            var alert = complaint is null ? "" : $"<p role=\"alert\">{encode.Encode(complaint)}</p>";
            return Results.Content(
                $"""
                <!doctype html>
                <html lang="en">
                <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Sign in</title></head>
                <body><main><h1>Sign in</h1>{alert}
                <form method="post" action="{Path}">
                <input type="hidden" name="{tokens.FormFieldName}" value="{encode.Encode(tokens.RequestToken!)}">
                <input type="hidden" name="{ReturnTo}" value="{encode.Encode(target)}">
                <p><label for="key">Operator key</label><br><input id="key" name="{KeyField}" type="password" autocomplete="current-password" required autofocus></p>
                <p><button>Sign in</button></p>
                </form></main></body></html>
                """,
                "text/html; charset=utf-8",
                statusCode: status);
        }
    }
}
