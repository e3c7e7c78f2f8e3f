using Adilas.Access;
using Adilas.ApiKeys;
using Adilas.Calendars;
using Adilas.Jobs;
using Adilas.Jobs.Bulk;
using Adilas.Provisioning;
using Adilas.Publishing;
using Adilas.Settings;
using Adilas.Settings.Drafts;
using Adilas.Stacks;
using Adilas.Users;
using Adilas.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace Adilas;

/// <summary>The small readers and writers of the platform database that grains ask for.</summary>
public static class PlatformPortsExtensions
{
    public static IServiceCollection AddPlatformPorts(this IServiceCollection services) => services
        .AddSingleton<IStackPlaces, StackPlaces>()
        .AddSingleton<IApiKeyDirectory, ApiKeyDirectory>()
        .AddSingleton<ISettingsDirectory, SettingsDirectory>()
        .AddSingleton<ILayerUse, LayerUse>()
        .AddSingleton<ILayerDirectory, LayerDirectory>()
        .AddSingleton<IPublishedCorporations, PublishedCorporations>()
        .AddSingleton<ISettingsDraftDirectory, SettingsDraftDirectory>()
        .AddSingleton<IScheduleStore, ScheduleStore>()
        .AddSingleton<IWebhookStore, WebhookStore>()
        .AddSingleton<IPendingSagas, PendingSagas>()
        .AddSingleton<IUnfinishedProvisionings, UnfinishedProvisionings>()
        .AddSingleton<JobWriter>()
        .AddHostedService(provider => provider.GetRequiredService<JobWriter>())
        .AddSingleton<JobHistoryParts>()
        .AddSingleton<IJobStore, JobStore>()
        .AddSingleton<IBulkOperationDirectory, BulkOperationDirectory>()
        .AddSingleton<ICorporationLayers, CorporationLayers>()
        .AddSingleton<IRefusalLog, RefusalLog>()
        .AddSingleton<IEmailDigest, EmailDigest>();
}
