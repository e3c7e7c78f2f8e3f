using Adilas.Corporations;
using Adilas.Feeds;
using Adilas.Journal;
using Adilas.Personal;
using Adilas.Platform;
using Adilas.Secrets;
using Adilas.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace Adilas;

public static class StorageExtensions
{
    /// <summary>
    /// Adds the durable tier: the platform database that the configuration names, its upgrade at start, and the journal as the grain
    /// storage <see cref="StorageNames.Journal"/>. Projections are found as registered <see cref="IProjection"/> services.
    /// </summary>
    public static IServiceCollection AddAdilasStorage(this IServiceCollection services, IConfiguration configuration) =>
        services.AddPlatformDatabase(configuration).AddJournal();

    /// <inheritdoc cref="AddAdilasStorage(IServiceCollection, IConfiguration)"/>
    public static IServiceCollection AddAdilasStorage(this IServiceCollection services, PlatformConnection connection) =>
        services.AddPlatformDatabase(connection).AddJournal();

    private static IServiceCollection AddJournal(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(JournalWriter))) return services;

        services.AddMetrics();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<JournalOptions>, JournalOptionsValidator>());
        services.AddOptions<JournalOptions>().BindConfiguration(JournalOptions.Section).ValidateOnStart();
        services.AddSingleton<JournalMetrics>();
        services.AddSingleton<JournalWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<JournalWriter>());
        services.AddSingleton<JournalProjections>();
        services.AddSecretBox();
        services.AddSingleton<PersonKeys>();
        services.AddSingleton<IPersonKeys>(provider => provider.GetRequiredService<PersonKeys>());
        services.AddSingleton<StateJson>();
        services.AddSingleton<IOperationLog, StoredOperations>();
        services.AddSingleton<OperationSweeper>();
        services.AddHostedService(provider => provider.GetRequiredService<OperationSweeper>());
        services.AddSingleton<IJournalReader, JournalReader>();
        services.AddSingleton<IStoredVersions, StoredVersions>();
        services.AddSingleton<IJournalVerifier, JournalVerifier>();
        services.AddSingleton<ICorporationFacts, CorporationFactReader>();
        services.AddSingleton<IFeedSource, FeedSource>();
        services.AddSingleton<ICorporationCount, CorporationCount>();
        services.AddSingleton<ICorporationDirectory, CorporationDirectory>();
        services.AddKeyedSingleton<IGrainStorage, JournalStorage>(StorageNames.Journal);
        return services;
    }
}
