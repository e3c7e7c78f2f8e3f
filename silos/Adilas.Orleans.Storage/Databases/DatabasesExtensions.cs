using Adilas.Operate;
using Adilas.Platform;
using Adilas.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Adilas.Databases;

public static class DatabasesExtensions
{
    /// <summary>Adds <see cref="ICorporationDatabases"/>. Needs the platform database. Calling it again changes nothing.</summary>
    public static IServiceCollection AddCorporationDatabases(this IServiceCollection services)
    {
        services.AddSecretBox();
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IValidateOptions<DatabasesOptions>, DatabasesOptionsValidator>(),
            ServiceDescriptor.Singleton<IValidateOptions<DatabasesOptions>, DatabaseServersValidator>(),
        ]);
        services.AddOptions<DatabasesOptions>()
            .BindConfiguration(DatabasesOptions.Section)
            .PostConfigure<IConfiguration>((options, configuration) =>
                options.Folder ??= PlatformConnection.FolderOf(configuration, "databases"))
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<DatabaseAllocations>();
        services.TryAddSingleton<DatabaseServers>();
        services.TryAddSingleton<ICorporationDatabases, CorporationDatabases>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ICensusTaker, DatabaseCensusTaker>());
        return services;
    }
}
