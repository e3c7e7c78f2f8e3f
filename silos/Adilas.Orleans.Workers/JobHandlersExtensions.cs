using Adilas.Jobs.Http;
using Adilas.Jobs.Mail;
using Adilas.Jobs.Outbound;
using Adilas.Jobs.Sql;
using Adilas.Webhooks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Adilas.Jobs;

public static class JobHandlersExtensions
{
    /// <summary>
    /// Adds what the runtime's own kinds of jobs do, and <see cref="JobHandlers"/> to find them. Needs corporations' databases and the
    /// secrets' keys.
    /// </summary>
    public static IServiceCollection AddJobHandlers(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOutboundHttp(configuration);
        services.AddSingleton<IValidateOptions<MailOptions>, MailOptionsValidator>();
        services.AddSingleton<IValidateOptions<MailOptions>, MailServerValidator>();
        services.AddOptions<MailOptions>().Bind(configuration.GetSection(MailOptions.Section)).ValidateOnStart();

        services.TryAddSingleton<OwnerAddress>();
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IJobHandler, NoopHandler>(),
            ServiceDescriptor.Singleton<IJobHandler, HttpHandler>(),
            ServiceDescriptor.Singleton<IJobHandler, SqlHandler>(),
            ServiceDescriptor.Singleton<IJobHandler, MailHandler>(),
            ServiceDescriptor.Singleton<IJobHandler, WebhookHandler>(),
        ]);
        services.TryAddSingleton<JobHandlers>();
        return services;
    }

    private static void AddOutboundHttp(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<OutboundOptions>, OutboundOptionsValidator>();
        services.AddOptions<OutboundOptions>().Bind(configuration.GetSection(OutboundOptions.Section)).ValidateOnStart();
        services.TryAddSingleton<AddressGuard>();
        services.TryAddSingleton<BodySignature>();
        services.TryAddSingleton<OutboundHttp>();
    }
}
