using Adilas.Access;
using Adilas.Connecting;
using Adilas.Corporations;
using Adilas.Provisioning;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Adilas.Benchmarks;

/// <summary>A C# front end: the client library in this process, outside of any silo, calling as an operator.</summary>
internal sealed class FrontEnd : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2);
    private static readonly CallerContext Caller = new(CallerKind.Operator, "key:bench", Permissions: PermissionSet.All);

    private readonly IHost host;

    private FrontEnd(IHost host) => this.host = host;

    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    public Settings.SettingsReplica Replica => host.Services.GetRequiredService<Settings.SettingsReplica>();

    /// <param name="environment">As of a process that is a front end of the cluster.</param>
    public static async Task<FrontEnd> Connect(IEnumerable<KeyValuePair<string, string?>> environment, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(environment.Select(
            setting => new KeyValuePair<string, string?>(setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value)));
        builder.UseAdilasClient();
        var front = new FrontEnd(builder.Build());
        try
        {
            await front.host.StartAsync(cancellationToken);
            await front.host.Services.GetRequiredService<IClusterConnection>().WhenConnected(cancellationToken);
            return front;
        }
        catch
        {
            await front.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes the operator the caller of what this flow calls until the handle is disposed.</summary>
    public IDisposable Enter() => host.Services.GetRequiredService<CallerAccessor>().Use(Caller);

    /// <summary>Sends the next call of this flow under an operation id: repeating it does nothing twice.</summary>
    public IDisposable EnterOperation(OperationKey key) => host.Services.GetRequiredService<CallerAccessor>().UseOperation(key);

    /// <summary>Orders a corporation and returns when it is ready.</summary>
    public async Task Make(string id, string recipe, CancellationToken cancellationToken)
    {
        using var caller = Enter();
        var provisioning = Grains.Provisioning(CorporationId.Parse(id));
        var order = new CorporationOrder(
            $"Corporation {id}", "retail", CorporationKind.Demo, $"owner@{id}.example", "Ann Lee", Recipe: recipe, Settings: Settings.SettingsDocument.Empty);
        var phase = (await provisioning.Start(order, cancellationToken)).Status.State;
        while (phase is ProvisioningPhase.Running)
        {
            await Task.Delay(Look, cancellationToken);
            phase = (await provisioning.Find(cancellationToken))!.State;
        }

        if (phase is not ProvisioningPhase.Ready) throw new InvalidOperationException($"The provisioning of '{id}' ended {phase}.");
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(CancellationToken.None);
        host.Dispose();
    }
}
