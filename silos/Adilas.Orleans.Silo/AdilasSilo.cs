using Adilas.Access;
using Adilas.Bootstrap;
using Adilas.Clustering;
using Adilas.Databases;
using Adilas.Hot;
using Adilas.Jobs;
using Adilas.Objects;
using Adilas.Platform;
using Adilas.Provisioning;
using Adilas.Telemetry;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Dashboard;

namespace Adilas;

/// <summary>Everything that makes a process a silo.</summary>
public static class AdilasSilo
{
    /// <summary>A silo of a cluster: needs <c>ConnectionStrings:Aurora</c> and <c>ConnectionStrings:Redis</c>.</summary>
    public static WebApplicationBuilder AddAdilasSilo(this WebApplicationBuilder builder)
    {
        foreach (var name in new[] { PlatformConnection.Name, HotStoreExtensions.ConnectionName })
        {
            if (string.IsNullOrWhiteSpace(builder.Configuration.GetConnectionString(name)))
                throw new InvalidOperationException($"ConnectionStrings:{name} is missing.");
        }

        builder.AddJsonLogs();
        return builder.AddSilo((silo, options, database) => silo.JoinCluster(options, database));
    }

    /// <summary>A silo alone in its process, on embedded stores.</summary>
    public static WebApplicationBuilder AddStandaloneSilo(this WebApplicationBuilder builder) =>
        builder.AddSilo((silo, options, database) => silo.StandAlone(options, database));

    private static WebApplicationBuilder AddSilo(
        this WebApplicationBuilder builder, Action<ISiloBuilder, MemberOptions, PlatformConnection> cluster)
    {
        var configuration = builder.Configuration;
        var options = configuration.GetSection(MemberOptions.Section).Get<MemberOptions>() ?? new MemberOptions();
        builder.Services.AddSingleton<IValidateOptions<MemberOptions>, MemberOptionsValidator>();
        builder.Services.AddOptions<MemberOptions>().BindConfiguration(MemberOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<SealOptions>, SiloSealValidator>();
        builder.Services.AddOptions<SealOptions>().BindConfiguration(SealOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<BootstrapOptions>, BootstrapOptionsValidator>();
        builder.Services.AddOptions<BootstrapOptions>().Configure(bootstrap => FillIn(bootstrap, configuration)).ValidateOnStart();

        builder.Services.AddAdilasStorage(configuration).AddPlatformPorts();
        builder.Services.AddCorporationDatabases().AddCorporationBuckets().AddJobHandlers(configuration);
        builder.UseOrleans(silo =>
        {
            cluster(silo, options, PlatformConnection.From(configuration));
            silo.UseHotStore(configuration);
            silo.AddActivityPropagation();
            silo.AddDashboard(dashboard => dashboard.HideTrace = true);
            silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(10));
        });

        // After Orleans' own filters, so that the gate stands inside the trace of the call.
        builder.Services.AddAdilasGrains().AddRecipes().AddJobWorkers();
        builder.Services.AddHostedService<Bootstrapper>();

        // Whoever asks to stop waits for the grains to let go, but not for ever.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
        builder.AddSiloTelemetry();
        return builder;
    }

    private static void FillIn(BootstrapOptions bootstrap, ConfigurationManager configuration)
    {
        bootstrap.OperatorKey = configuration[BootstrapOptions.OperatorKeyVariable] is { Length: > 0 } key ? key : null;
        bootstrap.KeyFile = configuration[PlatformConnection.FolderKey] is { Length: > 0 } folder ? Path.Combine(folder, "operator.key") : null;
    }
}
