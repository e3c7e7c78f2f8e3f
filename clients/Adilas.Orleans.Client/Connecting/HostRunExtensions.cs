using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Adilas.Connecting;

/// <summary>Runs a host that may be told to stop while it still looks for its cluster.</summary>
public static class HostRunExtensions
{
    /// <summary>As <c>RunAsync</c>, except that a stop during the start is a stop and not a crash.</summary>
    public static async Task RunUntilStopped(this IHost host)
    {
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        try
        {
            await host.RunAsync();
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The start was given up because somebody asked for it.
        }
    }
}
