using System.Security.Cryptography;
using Adilas.Access;
using Adilas.ApiKeys;
using Adilas.Corporations;
using Adilas.Jobs;
using Adilas.Platform;
using Adilas.Provisioning;
using Adilas.Publishing;
using Adilas.Stacks;
using Adilas.Users;
using Adilas.Webhooks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

[assembly: AssemblyFixture(typeof(Adilas.ClusterFixture))]

namespace Adilas;

/// <summary>One two-silo cluster with the real gate and the embedded journal, for the whole assembly. Tests stay apart by using fresh ids.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private readonly InProcessTestCluster cluster;
    private readonly CallEdges edges = new();
    private readonly string folder = Directory.CreateTempSubdirectory("adilas-cluster-").FullName;

    public ClusterFixture()
    {
        var builder = new InProcessTestClusterBuilder(initialSilosCount: 2);
        builder.ConfigureSiloHost((_, host) => host.Configuration.AddInMemoryCollection(
        [
            new("Seal:WebKeys:0", WebKey), new("Seal:SiloKeys:0", SiloKey), new("Secrets:Keys:0", SecretKey), new("Data", folder), new("Jobs:Lease", "00:00:02"),
            new("Jobs:RestAfter", "00:00:10"),
            new("Webhooks:Failures", "3"), new("Webhooks:FailingFor", "00:00:00"),
        ]));
        builder.ConfigureSilo((_, silo) =>
        {
            silo.UseInMemoryReminderService();
            silo.AddActivityPropagation();
            silo.AddOutgoingGrainCallFilter(edges);
            silo.Services.AddOptions<SealOptions>().BindConfiguration(SealOptions.Section);
            silo.Services.AddAdilasStorage(PlatformConnection.ForFile(Path.Combine(folder, "platform.db"))).AddPlatformPorts();
            silo.Services.AddSingleton<IIncomingGrainCallFilter, Witness>();
            silo.Services.AddAdilasGrains();
            silo.Services.Remove(silo.Services.Single(service => service.ImplementationType == typeof(GateFilter)));
            silo.Services.AddSingleton<GateFilter>().AddSingleton<IIncomingGrainCallFilter, TestDoor>();
            silo.Services.AddSingleton<IIncomingGrainCallFilter, Probe>();
            silo.Services.AddSingleton<IApiKeyUses, NoKeyUses>().AddSingleton<ICopyStore, NoCopies>();
            silo.Services.AddSingleton<IRecipeCatalog, TestRecipes>();
            silo.Services.AddProvisioningStep<ScriptedStep>();
            silo.Services.AddSingleton<IJobHandler, ScriptedJob>().AddSingleton<IJobHandler, ScriptedDelivery>().AddSingleton<IJobHandler, NoMail>().AddJobWorkers();
        });
        builder.ConfigureClient(client => client.Services.AddSingleton<IOutgoingGrainCallFilter, TestSealing>());
        cluster = builder.Build();
    }

    public static string WebKey { get; } = NewKey();

    public static string SiloKey { get; } = NewKey();

    private static readonly string SecretKey = NewKey();

    public static SealKeyRing WebRing { get; } = new([WebKey]);

    public static SealKeyRing SiloRing { get; } = new([SiloKey]);

    public static CallerContext Operator { get; } = new(CallerKind.Operator, "op", Permissions: PermissionSet.All);

    public IGrainFactory Grains => cluster.Client;

    /// <summary>Which kinds of grains have waited for which so far.</summary>
    public IReadOnlyCollection<(string From, string To)> Edges => edges.Seen;

    public IServiceProvider Services(int silo) => cluster.Silos[silo].ServiceProvider;

    public static CorporationId NewCorporation() => CorporationId.Parse($"corp-{Guid.NewGuid():N}"[..30]);

    /// <summary>Makes a corporation exist, without the rest of its provisioning.</summary>
    public Task Register(CorporationId id)
    {
        AsSystem(id);
        return Grains.Corporation(id).Register(
            new("Acme", "retail", CorporationKind.Work, StackId.Parse("data0"), "small", UserId.Parse("u1")), CancellationToken.None);
    }

    /// <summary>The calls that follow in this test are this caller's.</summary>
    public static void As(CallerContext caller)
    {
        RequestContext.Clear();
        var ring = caller.Kind is CallerKind.System ? SealRing.Silo : SealRing.Web;
        var expiry = DateTimeOffset.UtcNow + TimeSpan.FromSeconds(ring is SealRing.Silo ? 25 : 4);
        RequestContext.Set(Seal.Header, Seal.Sign(caller, expiry, ring, ring is SealRing.Silo ? SiloRing : WebRing));
    }

    public static void AsOperator() => As(Operator);

    public static void AsSystem(CorporationId? corporation) => As(new(CallerKind.System, SystemActors.Provisioning, Corporation: corporation));

    /// <summary>Asks again until the condition holds; says what did not happen when it never does.</summary>
    public static async Task<T> Until<T>(Func<Task<T>> read, Func<T, bool> condition, string what)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var value = await read();
            if (condition(value)) return value;
            Assert.False(deadline.IsCancellationRequested, $"{what} did not happen within 30 s; last seen: {value}");
            await Task.Delay(20, CancellationToken.None);
        }
    }

    public async ValueTask InitializeAsync() => await cluster.DeployAsync();

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        Assert.Empty(CallEdges.Faults(Edges));
    }

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private sealed class NoKeyUses : IApiKeyUses
    {
        public void Note(string keyId, DateTimeOffset at)
        {
        }

        public Task<IReadOnlyList<DateTimeOffset?>> Last(IReadOnlyList<string> keyIds, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<DateTimeOffset?>>(new DateTimeOffset?[keyIds.Count]);
    }
}
