using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Adilas.Platform;

public static class PlatformExtensions
{
    /// <summary>Adds the platform database that the configuration names, and its upgrade at start. Calling it again changes nothing.</summary>
    public static IServiceCollection AddPlatformDatabase(this IServiceCollection services, IConfiguration configuration) =>
        services.AddPlatformDatabase(PlatformConnection.From(configuration));

    public static IServiceCollection AddPlatformDatabase(this IServiceCollection services, PlatformConnection connection)
    {
        if (services.Any(service => service.ServiceType == typeof(IPlatformDatabase))) return services;

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(connection);
        services.AddSingleton<PlatformSchema>();
        services.AddHostedService<PlatformUpgrade>();
        return connection.Dialect switch
        {
            SqlDialect.MySql => services.AddSingleton<IPlatformDatabase, MySqlPlatformDatabase>(),
            SqlDialect.Sqlite => services.AddSingleton<IPlatformDatabase, SqlitePlatformDatabase>(),
        };
    }
}
