using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Adilas.Access;

/// <summary>Binds and checks the keys that a web host or front end signs with.</summary>
internal static class SealBinding
{
    public static IServiceCollection AddWebSeals(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SealOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<SealOptions>, Bind>(_ => new Bind(configuration)));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SealOptions>, Check>());
        return services;
    }

    /// <summary>Binding appends to lists, so they are emptied first: a host that binds the section too would hold each key twice.</summary>
    internal sealed class Bind(IConfiguration configuration) : IConfigureOptions<SealOptions>
    {
        public void Configure(SealOptions options)
        {
            options.WebKeys.Clear();
            options.SiloKeys.Clear();
            configuration.GetSection(SealOptions.Section).Bind(options);
        }
    }

    internal sealed class Check : IValidateOptions<SealOptions>
    {
        private static readonly TimeSpan MinLease = TimeSpan.FromSeconds(1);
        private static readonly TimeSpan MaxLease = TimeSpan.FromSeconds(60);

        public ValidateOptionsResult Validate(string? name, SealOptions options)
        {
            if (SealOptions.Problem(options.WebKeys, nameof(SealOptions.WebKeys)) is { } problem) return ValidateOptionsResult.Fail(problem);
            return options.Lease >= MinLease && options.Lease <= MaxLease
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail($"{SealOptions.Section}:{nameof(SealOptions.Lease)} must lie between 1 s and 60 s.");
        }
    }
}
