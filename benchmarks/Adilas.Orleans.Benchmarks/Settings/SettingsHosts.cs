using System.Globalization;
using Adilas.Corporations;
using Adilas.LocalCluster;
using Adilas.Settings;
using StackExchange.Redis;

namespace Adilas.Benchmarks;

/// <summary>One silo on MariaDB, with corporations that have settings, and the same layers in Redis for peers.</summary>
internal sealed class SettingsHosts : IAsyncDisposable
{
    private const int AtOnce = 16;

    private readonly string folder;
    private readonly TrialCluster cluster;
    private readonly List<FrontEnd> fronts = [];

    private SettingsHosts(string folder, TrialCluster cluster, ConnectionMultiplexer redis) =>
        (this.folder, this.cluster, Redis) = (folder, cluster, redis);

    public ConnectionMultiplexer Redis { get; }

    public FrontEnd Front => fronts[0];

    public int SiloProcess => cluster.Silos[0].ProcessId;

    /// <summary>The database server, without a database.</summary>
    public string ServerConnection => cluster.MySql.ConnectionString;

    public IReadOnlyList<CorporationId> Corporations { get; private set; } = [];

    public static Users.UserId User { get; } = Users.UserId.Parse("u1");

    public static async Task<SettingsHosts> Start(int corporations, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("adilas-bench-").FullName;
        var cluster = await TrialCluster.Start(
            new() { Size = new(1, 1), DataFolder = Path.Combine(folder, "cluster"), Restart = false }, cancellationToken);
        var hosts = new SettingsHosts(folder, cluster, await ConnectionMultiplexer.ConnectAsync(cluster.Redis.Configuration));
        try
        {
            await hosts.AddFront(cancellationToken);
            hosts.Corporations = await hosts.Make(corporations, cancellationToken);
            return hosts;
        }
        catch
        {
            await hosts.DisposeAsync();
            throw;
        }
    }

    public async Task<FrontEnd> AddFront(CancellationToken cancellationToken)
    {
        var front = await FrontEnd.Connect(cluster.FrontEndEnvironment, cancellationToken);
        fronts.Add(front);
        return front;
    }

    public async Task Set(string scope, string document, CancellationToken cancellationToken)
    {
        if (!ProfileScope.TryParse(scope, out var parsed)) throw new ArgumentException($"'{scope}' is no scope.", nameof(scope));
        using var caller = Front.Enter();
        await Front.Grains.SettingsProfile(parsed).Edit(new SettingsEdit(SettingsEditKind.Merge, document), cancellationToken);
    }

    /// <summary>Stores the layers of each corporation as settings, and beside it as texts in Redis.</summary>
    public async Task Fill(CancellationToken cancellationToken)
    {
        var database = Redis.GetDatabase();
        var shared = LayerTexts.Of(0);
        await Set("system", shared[0], cancellationToken);
        await Set("industry:retail", shared[1], cancellationToken);
        await Set("stack:data0", shared[2], cancellationToken);
        for (var i = 0; i < LayerTexts.Shared; i++) await database.StringSetAsync(Key(0, i), shared[i]);
        await Parallel.ForEachAsync(
            Corporations.Select((id, number) => (id, number)),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (each, token) =>
            {
                var layers = LayerTexts.Of(each.number);
                await Set($"corporation:{each.id.Value}", layers[3], token);
                await Set($"user:{each.id.Value}:{User.Value}", layers[4], token);
                for (var i = LayerTexts.Shared; i < LayerTexts.Count; i++) await database.StringSetAsync(Key(each.number, i), layers[i]);
            });
    }

    public static RedisKey[] Keys(int corporation) => [.. Enumerable.Range(0, LayerTexts.Count).Select(layer => Key(corporation, layer))];

    public async ValueTask DisposeAsync()
    {
        foreach (var front in fronts) await front.DisposeAsync();
        await Redis.DisposeAsync();
        await cluster.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static RedisKey Key(int corporation, int layer) => layer < LayerTexts.Shared
        ? string.Create(CultureInfo.InvariantCulture, $"layer:{layer}")
        : string.Create(CultureInfo.InvariantCulture, $"layer:{layer}:{corporation}");

    private async Task<IReadOnlyList<CorporationId>> Make(int count, CancellationToken cancellationToken)
    {
        var ids = Enumerable.Range(1, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"bench{number}")).ToList();
        await Parallel.ForEachAsync(
            ids,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (id, token) => await Front.Make(id, "small", token));
        return [.. ids.Select(id => CorporationId.Parse(id))];
    }
}
