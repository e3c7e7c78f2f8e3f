using Adilas.Operate;
using Adilas.Platform;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Adilas.Objects;

public static class ObjectStoreExtensions
{
    /// <summary>
    /// Adds <see cref="IObjectStore"/>: S3 when <c>Objects:ServiceUrl</c> is set, else a folder. Calling it again changes nothing.
    /// </summary>
    public static IServiceCollection AddObjectStore(this IServiceCollection services)
    {
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IValidateOptions<ObjectsOptions>, ObjectsOptionsValidator>(),
            ServiceDescriptor.Singleton<IValidateOptions<ObjectsOptions>, ObjectsAddressValidator>(),
        ]);
        services.AddOptions<ObjectsOptions>()
            .BindConfiguration(ObjectsOptions.Section)
            .PostConfigure<IConfiguration>((options, configuration) =>
                options.Folder ??= PlatformConnection.FolderOf(configuration, "objects"))
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<FolderObjectStore>();
        services.TryAddSingleton<S3ObjectStore>();
        services.TryAddSingleton<IObjectStore>(provider =>
            string.IsNullOrEmpty(provider.GetRequiredService<IOptions<ObjectsOptions>>().Value.ServiceUrl)
                ? provider.GetRequiredService<FolderObjectStore>()
                : provider.GetRequiredService<S3ObjectStore>());
        return services;
    }

    /// <summary>
    /// Adds <see cref="ICorporationBuckets"/> and the object store under it. Needs the platform database. Calling it again changes nothing.
    /// </summary>
    public static IServiceCollection AddCorporationBuckets(this IServiceCollection services)
    {
        services.AddObjectStore();
        services.TryAddSingleton<BucketAllocations>();
        services.TryAddSingleton<ICorporationBuckets, CorporationBuckets>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ICensusTaker, BucketCensusTaker>());
        return services;
    }
}
