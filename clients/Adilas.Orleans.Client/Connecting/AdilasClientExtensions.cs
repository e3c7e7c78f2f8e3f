using Adilas.Access;
using Adilas.Calls;
using Adilas.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Adilas.Connecting;

/// <summary>Connects a web host or a C# front end to the cluster.</summary>
public static class AdilasClientExtensions
{
    /// <summary>
    /// Adds the client. It reads <c>ConnectionStrings:Aurora</c>, <c>Cluster</c>, <c>Seal:WebKeys</c> and <c>Client</c>, and the host does
    /// not start with a bad value. A cluster that cannot be reached yet keeps nobody from starting: see <see cref="IClusterConnection"/>.
    /// </summary>
    public static IHostApplicationBuilder UseAdilasClient(this IHostApplicationBuilder builder, Action<IClientBuilder>? configure = null)
    {
        builder.Services.AddAdilasClient(builder.Configuration, configure);
        return builder;
    }

    /// <inheritdoc cref="UseAdilasClient"/>
    public static IServiceCollection AddAdilasClient(
        this IServiceCollection services, IConfiguration configuration, Action<IClientBuilder>? configure = null)
    {
        services.AddSingleton<IValidateOptions<ConnectionOptions>, ConnectionOptionsValidator>();
        services.AddOptions<ConnectionOptions>().ValidateOnStart().Configure(options =>
        {
            configuration.GetSection(ConnectionOptions.Section).Bind(options);
            options.Aurora = configuration.GetConnectionString(ConnectionOptions.Database);
        });

        // The host listens while the client still looks for its cluster.
        services.Configure<HostOptions>(options => options.ServicesStartConcurrently = true);

        // Orleans reports a late message with all its arguments; the filter reports it without.
        services.Configure<LoggerFilterOptions>(options => options.AddFilter("Orleans.Runtime.CallbackData", LogLevel.Error));

        services.TryAddSingleton<ClusterConnection>();
        services.TryAddSingleton<IClusterConnection>(provider => provider.GetRequiredService<ClusterConnection>());
        services.AddSingleton<ILifecycleParticipant<IClusterClientLifecycle>>(provider => provider.GetRequiredService<ClusterConnection>());
        services.AddCalls(configuration);
        services.AddOrleansClient(configuration, client =>
        {
            Connect(client);
            configure?.Invoke(client);
        });
        return services;
    }

    /// <summary>
    /// For a process that is a silo itself: pages and endpoints call the grains beside them, with the same callers and refusals.
    /// Sends nothing twice, since in one process an answer does not get lost.
    /// </summary>
    public static IServiceCollection AddAdilasClientInProcess(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton<IClusterConnection, InProcessConnection>();
        return services.AddCalls(configuration);
    }

    private static IServiceCollection AddCalls(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddWebSeals(configuration);
        services.AddSingleton<IValidateOptions<CallOptions>, CallOptionsValidator>();
        services.AddOptions<CallOptions>().ValidateOnStart().Configure(options => configuration.GetSection(CallOptions.Section).Bind(options));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<CallerAccessor>();
        services.TryAddSingleton<ICallerAccessor>(provider => provider.GetRequiredService<CallerAccessor>());
        services.TryAddSingleton<Sealer>();
        services.TryAddSingleton<CallMetrics>();
        services.AddSingleton<IOutgoingGrainCallFilter, SealingFilter>();
        services.AddSingleton<IValidateOptions<ReplicaOptions>, ReplicaOptionsValidator>();
        services.AddOptions<ReplicaOptions>().ValidateOnStart().Configure(options => configuration.GetSection(ReplicaOptions.Section).Bind(options));
        services.AddSingleton<DiskCopies>();
        services.AddSingleton(provider => new SettingsReplica(
            provider.GetRequiredService<IGrainFactory>(),
            provider.GetRequiredService<CallerAccessor>(),
            provider.GetRequiredService<IOptions<ReplicaOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SettingsReplica>>(),
            provider.GetRequiredService<DiskCopies>()));
        services.AddSingleton<PastProfiles>();
        services.AddHostedService(provider => provider.GetRequiredService<SettingsReplica>());
        services.AddHostedService<CopyKeeper>();
        services.AddHostedService<ReleaseReporter>();
        return services;
    }

    private static void Connect(IClientBuilder client)
    {
        // MySqlConnector under the name by which Orleans knows it.
        client.UseAdoNetClustering(options => options.Invariant = "MySql.Data.MySqlConnector");
        client.Services.AddOptions<AdoNetClusteringClientOptions>().Configure<IOptions<ConnectionOptions>>(
            (options, connection) => options.ConnectionString = connection.Value.Aurora);
        client.Services.AddOptions<ClusterOptions>().Configure<IOptions<ConnectionOptions>>(
            (options, connection) => (options.ClusterId, options.ServiceId) = (connection.Value.ClusterId, connection.Value.ServiceId));
        client.Services.AddOptions<ClientMessagingOptions>().Configure<IOptions<CallOptions>>(
            (options, calls) => options.ResponseTimeout = calls.Value.ResponseTimeout);
        client.Services.AddOptions<GatewayOptions>().Configure<IOptions<CallOptions>>(
            (options, calls) => options.GatewayListRefreshPeriod = calls.Value.GatewayRefresh);
        client.Services.Replace(ServiceDescriptor.Singleton<IClientConnectionRetryFilter, ConnectionRetryFilter>());
        client.AddActivityPropagation();
    }
}
