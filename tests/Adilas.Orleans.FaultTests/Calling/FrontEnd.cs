using Adilas.Access;
using Adilas.Connecting;
using Adilas.LocalCluster;
using Adilas.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Adilas.Calling;

/// <summary>A C# front end of a cluster: the client library in this process, outside of any silo.</summary>
internal sealed class FrontEnd : IAsyncDisposable
{
    private readonly IHost host;
    private Task starting = Task.CompletedTask;

    private FrontEnd(IHost host) => this.host = host;

    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    public SettingsReplica Settings => host.Services.GetRequiredService<SettingsReplica>();

    public CallerAccessor Callers => host.Services.GetRequiredService<CallerAccessor>();

    public static CallerContext Caller { get; } = new(CallerKind.Operator, "key:front-end", Permissions: PermissionSet.All);

    /// <summary>Starts one and does not wait for the cluster, which may be gone.</summary>
    public static FrontEnd Start(TrialCluster cluster, params (string Name, string Value)[] settings)
    {
        var front = new FrontEnd(Build(cluster, settings));
        front.starting = front.host.StartAsync(CancellationToken.None);
        return front;
    }

    public static Task<FrontEnd> Connect(TrialCluster cluster, params (string Name, string Value)[] settings) => Connect(cluster, calls: null, settings);

    /// <param name="calls">What happens to its calls.</param>
    public static async Task<FrontEnd> Connect(TrialCluster cluster, IOutgoingGrainCallFilter? calls, params (string Name, string Value)[] settings)
    {
        var front = new FrontEnd(Build(cluster, settings, calls));
        try
        {
            await front.host.StartAsync(TestContext.Current.CancellationToken);
            await front.host.Services.GetRequiredService<IClusterConnection>().WhenConnected(TestContext.Current.CancellationToken).WaitAsync(Scenario.Limit);
            return front;
        }
        catch
        {
            await front.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await starting;
        await host.StopAsync(CancellationToken.None);
        host.Dispose();
    }

    private static IHost Build(TrialCluster cluster, (string Name, string Value)[] settings, IOutgoingGrainCallFilter? calls = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(cluster.FrontEndEnvironment.Select(
            setting => new KeyValuePair<string, string?>(setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value)));

        // How long is too long is for a benchmark to say.
        builder.Configuration["Client:RepeatFor"] = "00:02:00";
        foreach (var (name, value) in settings) builder.Configuration[name] = value;
        builder.UseAdilasClient();
        if (calls is not null) builder.Services.AddSingleton(calls);
        return builder.Build();
    }
}
