using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection;

namespace Adilas.Access;

/// <summary>Who may come in: programs with a key, people with a session.</summary>
internal static class WebAccess
{
    /// <summary>The policy of pages and tools for platform operators.</summary>
    public const string Operators = "operators";

    private const string ByPath = "by-path";
    private static readonly PathString[] KeysAlone = ["/api", "/health"];
    private static readonly TimeSpan SessionLifetime = TimeSpan.FromHours(8);

    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<KeyProver>().AddSingleton<FailedProofs>().AddSingleton<Sessions>().AddSingleton<Boundary>();
        services.AddAuthentication(ByPath)
            .AddPolicyScheme(ByPath, displayName: null, options => options.ForwardDefaultSelector = Choose)
            .AddScheme<AuthenticationSchemeOptions, KeyHandler>(KeyHandler.Name, configureOptions: null)
            .AddCookie(Sessions.Scheme, Configure);
        services.AddAuthorizationBuilder().AddPolicy(
            Operators, policy => policy.RequireAssertion(context => CallerIdentity.CallerOf(context.User).Kind is CallerKind.Operator));
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "adilas.form";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.FormFieldName = "form-token";
        });
        return services.AddCircuits().AddKeyProtection();
    }

    /// <summary>Interactive pages know their caller too. Registered after Blazor's own, so that it is ours that counts.</summary>
    private static IServiceCollection AddCircuits(this IServiceCollection services) => services
        .AddScoped<AuthenticationStateProvider, SessionState>()
        .AddScoped<CircuitHandler, CircuitCaller>();

    private static IServiceCollection AddKeyProtection(this IServiceCollection services)
    {
        services.AddSingleton<IDataProtectionProvider, KeyProtection>();

        // The framework's key ring would make keys of its own at the start and store them in the home folder.
        foreach (var unused in services.Where(service => service.ImplementationType?.Name == "DataProtectionHostedService").ToList())
            services.Remove(unused);
        return services;
    }

    // A browser sends its cookie wherever a foreign page makes it go; the API hears keys alone.
    private static string Choose(HttpContext context) =>
        context.Request.Headers.Authorization.Count > 0
        || KeysAlone.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase))
            ? KeyHandler.Name
            : Sessions.Scheme;

    private static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "adilas.session";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.ExpireTimeSpan = SessionLifetime;
        options.SlidingExpiration = true;
        options.LoginPath = SignIn.Path;
        options.LogoutPath = SignIn.OutPath;
        options.AccessDeniedPath = SignIn.Path;
        options.ReturnUrlParameter = SignIn.ReturnTo;
        options.Events.OnValidatePrincipal = Sessions.Validate;
    }
}
