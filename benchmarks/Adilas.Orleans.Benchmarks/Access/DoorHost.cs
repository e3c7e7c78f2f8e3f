using System.Diagnostics;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Platform;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Adilas.Benchmarks;

/// <summary>What a gated silo needs: the web ring, and a folder for its facts.</summary>
internal sealed record DoorKeys(SealKeyRing Web, string WebKey, string Folder);

/// <summary>A silo on its own ports with an external client, with or without the gate.</summary>
internal sealed class DoorHost(IHost silo, IHost client) : IAsyncDisposable
{
    public IClusterClient Client { get; } = client.Services.GetRequiredService<IClusterClient>();

    /// <param name="hasFilters">Without keys: whether filters that do nothing stand on either side.</param>
    public static async Task<DoorHost> Start(int port, DoorKeys? keys, CancellationToken cancellationToken, bool hasFilters = false)
    {
        var silo = Host.CreateApplicationBuilder();
        silo.Logging.SetMinimumLevel(LogLevel.Error);
        if (keys is not null)
        {
            silo.Configuration.AddInMemoryCollection(
            [
                new("Seal:WebKeys:0", keys.WebKey), new("Seal:SiloKeys:0", GateBenchmark.NewKey()), new("Secrets:Keys:0", GateBenchmark.NewKey()),
            ]);
            silo.Services.AddOptions<SealOptions>().BindConfiguration(SealOptions.Section);
            silo.Services.AddAdilasStorage(PlatformConnection.ForFile(Path.Combine(keys.Folder, "platform.db"))).AddPlatformPorts();
            silo.Services.AddAdilasGrains();
        }

        if (hasFilters) silo.Services.AddSingleton<IIncomingGrainCallFilter, NoFilter>();
        silo.UseOrleans(orleans => orleans.UseLocalhostClustering(port, port + 1, clusterId: $"bench-{port}"));
        var siloHost = silo.Build();
        await siloHost.StartAsync(cancellationToken);

        var client = Host.CreateApplicationBuilder();
        client.Logging.SetMinimumLevel(LogLevel.Error);
        if (keys is not null) client.Services.AddSingleton<IOutgoingGrainCallFilter, DoorSeal>();
        if (hasFilters) client.Services.AddSingleton<IOutgoingGrainCallFilter, NoFilter>();
        client.UseOrleansClient(orleans => orleans.UseLocalhostClustering(port + 1, clusterId: $"bench-{port}"));
        var clientHost = client.Build();
        await clientHost.StartAsync(cancellationToken);
        return new DoorHost(siloHost, clientHost);
    }

    /// <summary>Nanoseconds for what the gate does on each call, on seals that it has opened before.</summary>
    public double MeasureGate(SealKeyRing keys, int calls)
    {
        var seals = silo.Services.GetRequiredService<SealBook>();
        var facts = silo.Services.GetRequiredService<FactsReplica>();
        var rule = MethodRule.Of(typeof(IDoorGrain).GetMethod(nameof(IDoorGrain.Knock))!);
        var acme = CorporationId.Parse("c1");
        var caller = new CallerContext(CallerKind.Person, "u1", null, acme, PermissionSet.Of(Permission.CorporationsRead));
        var seal = Seal.Sign(caller, TimeProvider.System.GetUtcNow().AddSeconds(5), SealRing.Web, keys);
        var watch = Stopwatch.StartNew();
        var letIn = 0;
        for (var call = 0; call < calls; call++)
        {
            var open = seals.Open(seal);
            if (GateFilter.Objection(rule, open.Caller, "c1") is not null) continue;
            var mode = facts.ModeOf(acme, CancellationToken.None);
            if (mode.IsCompletedSuccessfully && GateFilter.Permits(rule.ModesFor(open.Caller), open.Caller, mode.Result)) letIn++;
        }

        watch.Stop();
        return letIn > 0 ? watch.Elapsed.TotalNanoseconds / calls : throw new InvalidOperationException("The gate let nobody in.");
    }

    public async ValueTask DisposeAsync()
    {
        await client.StopAsync();
        client.Dispose();
        await silo.StopAsync();
        silo.Dispose();
    }

    private sealed class NoFilter : IIncomingGrainCallFilter, IOutgoingGrainCallFilter
    {
        public Task Invoke(IIncomingGrainCallContext context) => context.Invoke();

        public Task Invoke(IOutgoingGrainCallContext context) => context.Invoke();
    }
}
