using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Adilas.Provisioning;

/// <summary>Reads the recipes when the host starts, so that a bad one stops the deploy and not a customer.</summary>
internal sealed class RecipeCheck(IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        services.GetRequiredService<IRecipeCatalog>();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
