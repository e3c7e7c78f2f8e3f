using Adilas.Access;
using Adilas.ApiKeys;
using Adilas.Calendars;
using Adilas.Corporations;
using Adilas.Feeds;
using Adilas.Jobs;
using Adilas.Jobs.Bulk;
using Adilas.Memberships;
using Adilas.Operate;
using Adilas.Provisioning;
using Adilas.Publishing;
using Adilas.Settings;
using Adilas.Settings.Drafts;
using Adilas.Stacks;
using Adilas.Storage;
using Adilas.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Metadata;

namespace Adilas;

/// <summary>What a silo needs besides the stores: the gate, the projections, and the steps of a provisioning.</summary>
public static class AdilasGrains
{
    /// <exception cref="InvalidOperationException">A method of the contract breaks a rule: the silo must not start.</exception>
    public static IServiceCollection AddAdilasGrains(this IServiceCollection services) =>
        services.AddAdilasGrains(ContractRules.Interfaces(typeof(ICorporationGrain).Assembly));

    internal static IServiceCollection AddAdilasGrains(this IServiceCollection services, IEnumerable<Type> contracts)
    {
        ContractRules.Check(contracts);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IGrainPropertiesProvider, SiloVersionProvider>();
        services.AddSingleton<FeedTeller>();
        services.AddTransient<CopyPublisher>();
        return services.AddGate().AddProjections().AddProvisioning().AddJobs().AddWebhooks();
    }

    /// <summary>Registers a type of step that recipes may use.</summary>
    public static IServiceCollection AddProvisioningStep<T>(this IServiceCollection services)
        where T : class, IProvisioningStep => services.AddSingleton<IProvisioningStep, T>();

    private static IServiceCollection AddJobs(this IServiceCollection services) => services
        .AddSingleton(provider => new JobTeller(provider.GetRequiredService<IGrainFactory>(), provider.GetRequiredService<SystemActors>()))
        .AddSingleton<JobHandlers>()
        .AddSingleton<JobOrders>()
        .AddSingleton<JobKinds>()
        .AddSingleton<WorkSettingsReader>()
        .AddSingleton<IValidateOptions<JobsOptions>, JobsOptionsValidator>();

    private static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddOptions<WebhooksOptions>().BindConfiguration(WebhooksOptions.Section).ValidateOnStart();
        return services
            .AddSingleton<WebhookDeliveries>()
            .AddSingleton<WebhookAddress>()
            .AddSingleton<WebhookSecrets>()
            .AddSingleton<IValidateOptions<WebhooksOptions>, WebhooksOptionsValidator>();
    }

    /// <summary>Makes this silo work on jobs of the kinds for which it has an <see cref="IJobHandler"/>, as its <see cref="JobsOptions"/> say.</summary>
    public static IServiceCollection AddJobWorkers(this IServiceCollection services)
    {
        services.AddOptions<JobsOptions>().BindConfiguration(JobsOptions.Section).ValidateOnStart();
        return services.AddHostedService<JobRunner>();
    }

    private static IServiceCollection AddGate(this IServiceCollection services) => services
        .AddSingleton<SealBook>()
        .AddSingleton(provider => new SystemActors(provider.GetRequiredService<SealBook>()))
        .AddSingleton<FactsReplica>()
        .AddHostedService(provider => provider.GetRequiredService<FactsReplica>())
        .AddSingleton<RefusalRecorder>()
        .AddHostedService(provider => provider.GetRequiredService<RefusalRecorder>())
        .AddSingleton<IIncomingGrainCallFilter, GateFilter>()
        .AddSingleton<IOutgoingGrainCallFilter, OnwardFilter>();

    private static IServiceCollection AddProjections(this IServiceCollection services) => services
        .AddSingleton<IProjection, CorporationDirectoryProjection>()
        .AddSingleton<IProjection, CorporationFactProjection>()
        .AddSingleton<IProjection, CorporationLayerProjection>()
        .AddSingleton<IProjection, PublishedProjection>()
        .AddSingleton<IProjection, MembershipByUserProjection>()
        .AddSingleton<IProjection, StackDirectoryProjection>()
        .AddSingleton<IProjection, StackMaintenanceProjection>()
        .AddSingleton<IProjection, ApiKeyDirectoryProjection>()
        .AddSingleton<IProjection, SagaPendingProjection>()
        .AddSingleton<IProjection, UnfinishedProjection>()
        .AddSingleton<IProjection, SettingsVersionProjection>()
        .AddSingleton<IProjection, SettingsLayerProjection>()
        .AddSingleton<IProjection, SettingsDraftProjection>()
        .AddSingleton<IProjection, SettingsDraftPendingProjection>()
        .AddSingleton<IProjection, ScheduleProjection>()
        .AddSingleton<IProjection, BulkOperationProjection>()
        .AddSingleton<IProjection, BulkPendingProjection>()
        .AddSingleton<IProjection, WebhookProjection>()
        .AddSingleton<IProjection, MembershipVersionProjection>()
        .AddSingleton<IListProjection, CorporationWordProjection>()
        .AddSingleton<IListProjection, MembershipRoleProjection>()
        .AddSingleton<IListProjection, WebhookEventProjection>();

    private static IServiceCollection AddProvisioning(this IServiceCollection services) => services
        .AddSingleton<ProvisioningThrottle>()
        .AddSingleton<ProvisioningRunner>()
        .AddSingleton<CrashPoint>()
        .AddProvisioningStep<PlaceStep>()
        .AddProvisioningStep<SettingsStep>()
        .AddProvisioningStep<OwnerStep>()
        .AddProvisioningStep<RegisterStep>();
}
