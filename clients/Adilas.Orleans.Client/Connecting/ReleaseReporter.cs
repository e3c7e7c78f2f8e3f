using System.Reflection;
using Adilas.Access;
using Adilas.Operate;
using Adilas.Settings;
using Microsoft.Extensions.Hosting;

namespace Adilas.Connecting;

/// <summary>Tells the cluster now and then that this front end runs, and which release of its program. Nobody misses a report that is lost.</summary>
internal sealed class ReleaseReporter(IGrainFactory grains, IClusterConnection cluster, CallerAccessor callers, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(20);

    private static readonly FrontEndReport Report = new(
        $"{Environment.MachineName}/{Environment.ProcessId}",
        Assembly.GetEntryAssembly()?.GetName().Name ?? "not known",
        Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await cluster.WhenConnected(stoppingToken);
            using var self = callers.UseLibrary(SettingsReplica.Caller);
            using var timer = new PeriodicTimer(ReportEvery, clock);
            do await TryReport(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task TryReport(CancellationToken cancellationToken)
    {
        try
        {
            await grains.FrontEnds().Report(Report, cancellationToken);
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException or InvalidOperationException)
        {
            // The next one tells the same.
        }
    }
}
