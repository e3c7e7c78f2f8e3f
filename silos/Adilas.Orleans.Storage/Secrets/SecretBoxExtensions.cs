using Adilas.Access;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Adilas.Secrets;

public static class SecretBoxExtensions
{
    /// <summary>Adds <see cref="ISecretBox"/> and <see cref="IDerivedKeys"/> with the keys of the <c>Secrets</c> section. Calling it again changes nothing.</summary>
    public static IServiceCollection AddSecretBox(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SecretsOptions>, SecretsOptionsValidator>());
        services.AddOptions<SecretsOptions>().BindConfiguration(SecretsOptions.Section).ValidateOnStart();
        services.TryAddSingleton<ISecretBox, SecretBox>();
        services.TryAddSingleton<IDerivedKeys, DerivedKeys>();
        return services;
    }
}
