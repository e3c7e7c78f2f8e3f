using Adilas.Access;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Adilas.Secrets;

public static class SecretBoxExtensions
{
    /// <summary>Adds <see cref="ISecretBox"/> with the keys of the <c>Secrets</c> section. Calling it again changes nothing.</summary>
    public static IServiceCollection AddSecretBox(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SecretsOptions>, SecretsOptionsValidator>());
        services.AddOptions<SecretsOptions>().BindConfiguration(SecretsOptions.Section).ValidateOnStart();
        services.TryAddSingleton<ISecretBox, SecretBox>();
        return services;
    }
}
