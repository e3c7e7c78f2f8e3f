using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.FileProviders;
using Radzen;

namespace Adilas.Components;

/// <summary>The control panel.</summary>
internal static class PagesExtensions
{
    private const string ReloadAssets = "ReloadStaticAssetsAtRuntime";

    public static WebApplicationBuilder AddPages(this WebApplicationBuilder builder)
    {
        builder.FindAssets();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddRadzenComponents();
        builder.Services.AddCascadingAuthenticationState();
        builder.Services.AddScoped<PageCalls>().AddScoped<Browser>();
        builder.Services.Configure<CircuitOptions>(options =>
        {
            // Somebody whose line dropped finds the page as it was; a page that nobody comes back to is not kept for long.
            options.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(2);
            options.DisconnectedCircuitMaxRetained = 200;
        });
        return builder;
    }

    public static void MapPages(this WebApplication app)
    {
        app.MapStaticAssets();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
    }

    /// <summary>
    /// Beside the program when it was published; in the sources and packages when it was only built. Neither may depend on the folder in
    /// which somebody happened to start the program.
    /// </summary>
    private static void FindAssets(this WebApplicationBuilder builder)
    {
        // Else a program that was only built would serve edited assets too, by a route that pretends to know HEAD at every address.
        if (!builder.Environment.IsDevelopment()) builder.Configuration[ReloadAssets] ??= bool.FalseString;

        var published = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        if (!Directory.Exists(published))
        {
            builder.WebHost.UseStaticWebAssets();
            return;
        }

        builder.Environment.WebRootPath = published;
        builder.Environment.WebRootFileProvider = new PhysicalFileProvider(published);
    }
}
