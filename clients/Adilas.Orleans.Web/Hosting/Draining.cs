using Microsoft.Extensions.Options;

namespace Adilas.Hosting;

/// <summary>
/// Keeps a host that was told to stop at work until balancers have heard that it is not ready: what they had sent meanwhile on a connection
/// that is being closed would be lost, and only reads can be sent again.
/// </summary>
internal sealed class Draining(IOptions<WebOptions> options, TimeProvider clock) : IHostedLifecycleService
{
    /// <summary>Before any part of the host is stopped.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.Delay(options.Value.DrainFor, clock, cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>For hosts behind a balancer.</summary>
public static class DrainingExtensions
{
    public static IServiceCollection AddDraining(this IServiceCollection services) => services.AddHostedService<Draining>();
}
