using Adilas.Access;
using Adilas.ApiKeys;
using Adilas.Calendars;
using Adilas.Components;
using Adilas.Corporations;
using Adilas.Health;
using Adilas.Home;
using Adilas.Http;
using Adilas.Jobs;
using Adilas.Jobs.Bulk;
using Adilas.OpenApi;
using Adilas.Operate;
using Adilas.RateLimits;
using Adilas.Settings;
using Adilas.Settings.Drafts;
using Adilas.Stacks;
using Adilas.Webhooks;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Orleans.Dashboard;

namespace Adilas.Hosting;

/// <summary>
/// The HTTP API, the control panel, sign-in and tools, for a host that has added the client: <c>UseAdilasClient</c>, or <c>AddAdilasClientInProcess</c>
/// beside a silo; and Orleans' <c>AddDashboard</c>.
/// </summary>
public static class WebExtensions
{
    public static WebApplicationBuilder AddAdilasWeb(this WebApplicationBuilder builder)
    {
        builder.QuietFramework();
        var services = builder.Services;
        services.AddSingleton<IValidateOptions<WebOptions>, WebOptionsValidator>();
        services.AddOptions<WebOptions>().Bind(builder.Configuration.GetSection(WebOptions.Section)).ValidateOnStart();
        services.Configure<KestrelServerOptions>(LimitRequests);
        services.ConfigureHttpJsonOptions(options => ApiJson.Apply(options.SerializerOptions));
        services.AddExceptionHandler<FailureHandler>();
        services.AddRequestTimeouts();
        services.AddRateLimits(builder.Configuration);
        builder.AddPages();
        services.AddAccess();
        services.AddReference();
        services.AddTelemetry(builder.Configuration);
        services.AddSingleton<MetricsAccess>().AddSingleton<ClusterHealth>().AddSingleton<NewSecrets>();
        services.AddSingleton<CorporationService>().AddSingleton<OperatorKeyFile>().AddSingleton<SettingsReach>().AddSingleton<InvalidSettings>();
        services.AddSingleton<ScheduleService>().AddSingleton<JobService>().AddSingleton<BulkService>().AddSingleton<WorkerService>()
            .AddSingleton<WebhookService>();
        services.AddSingleton<SettingsService>().AddSingleton<SettingsDraftService>().AddSingleton<ProfileService>();
        services.AddSingleton<StackService>().AddSingleton<ApiKeyService>().AddSingleton<CensusService>().AddSingleton<SiloService>();
        services.AddSingleton<DriftService>().AddSingleton<ReleaseService>();
        return builder;
    }

    /// <summary>The whole pipeline. What a host maps beside it comes after this, behind the same doors.</summary>
    public static WebApplication MapAdilasWeb(this WebApplication app)
    {
        app.UseForwardedHeaders(Forwarding(app.Services.GetRequiredService<IOptions<WebOptions>>().Value));
        app.UseSecurityHeaders();
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(bare => ProblemWriter.WriteBare(bare.HttpContext));
        app.UseClusterGate();
        app.UseRouting();
        app.UseRequestTimeouts();

        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseMiddleware<CallerMiddleware>();
        app.UseAntiforgery();

        app.MapHealth();
        app.MapSignIn();
        app.MapApi();
        app.MapReference();
        app.MapTools();
        app.MapPages();
        return app;
    }

    private static void MapApi(this WebApplication app)
    {
        var timeout = RequestTimeouts.Policy(app.Services.GetRequiredService<IOptions<WebOptions>>());
        var api = app.MapGroup("/api/v1").RefusesUnknownQueries();
        api.RequireAuthorization().WithRequestTimeout(timeout).DisableAntiforgery();
        api.MapCorporations();
        api.MapSettings();
        api.MapDrift();
        api.MapSettingsDrafts();
        api.MapJobs();
        api.MapQueues();
        api.MapBulk();
        api.MapWorkers();
        api.MapSchedules();
        api.MapWebhooks();
        api.MapProfile();
        api.MapSettingsCatalogue();
        api.MapInvalidSettings();
        api.MapStacks();
        api.MapApiKeys();
        api.MapOperate();
    }

    private static void MapTools(this WebApplication app)
    {
        app.UseOpenTelemetryPrometheusScrapingEndpoint(
            context => context.Request.Path == "/metrics" && context.RequestServices.GetRequiredService<MetricsAccess>().Allows(context));
        app.MapOrleansDashboard(routePrefix: "/grains").RequireAuthorization(WebAccess.Operators).ExcludeFromDescription();
    }

    private static void LimitRequests(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = RequestBody.MaxDrainedBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxRequestHeaderCount = 60;
        kestrel.Limits.MaxRequestLineSize = 8 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
    }

    private static ForwardedHeadersOptions Forwarding(WebOptions options)
    {
        // This machine is trusted by default.
        var forwarding = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        foreach (var network in options.TrustedProxies) forwarding.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        return forwarding;
    }
}
