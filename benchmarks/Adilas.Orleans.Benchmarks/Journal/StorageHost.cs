using Adilas.LocalCluster;
using Adilas.Platform;
using Adilas.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MySqlConnector;
using Orleans.Configuration;
using Orleans.Storage;
using StackExchange.Redis;

namespace Adilas.Benchmarks;

/// <summary>One silo with three grain storages: ours and the two official ones, ours and ADO.NET's on one MariaDB that flushes each commit.</summary>
internal sealed class StorageHost : IAsyncDisposable
{
    public const string Journal = StorageNames.Journal;
    public const string AdoNet = "adonet";
    public const string Redis = "redis";

    private readonly PrivateMySql mySql;
    private readonly PrivateRedis redis;
    private readonly IHost silo;

    private StorageHost(PrivateMySql mySql, PrivateRedis redis, IHost silo) => (this.mySql, this.redis, this.silo) = (mySql, redis, silo);

    public string ConnectionString => silo.Services.GetRequiredService<PlatformConnection>().ConnectionString;

    public IGrainFactory Grains => silo.Services.GetRequiredService<IGrainFactory>();

    public static async Task<StorageHost> Start(CancellationToken cancellationToken)
    {
        var mySql = await PrivateMySql.Start(cancellationToken: cancellationToken);
        var redis = await PrivateRedis.Start(cancellationToken: cancellationToken);
        var platform = PlatformConnection.ForServer(
            new MySqlConnectionStringBuilder(mySql.ConnectionString) { Database = "adilas_bench", MaximumPoolSize = 220 }.ConnectionString);
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Configuration.AddInMemoryCollection([new("Secrets:Keys:0", GateBenchmark.NewKey())]);
        builder.Services.AddAdilasStorage(platform);
        builder.UseOrleans(orleans => orleans.UseLocalhostClustering(18300, 18301, clusterId: "bench-journal")
            .AddAdoNetGrainStorage(AdoNet, (OptionsBuilder<AdoNetGrainStorageOptions> options) => options.Configure<IServiceProvider>((storage, services) =>
            {
                (storage.Invariant, storage.ConnectionString) = (platform.Invariant, platform.ConnectionString);
                storage.GrainStorageSerializer = Json(services);
            }))
            .AddRedisGrainStorage(Redis, (OptionsBuilder<Orleans.Persistence.RedisStorageOptions> options) => options.Configure<IServiceProvider>((storage, services) =>
            {
                storage.ConfigurationOptions = ConfigurationOptions.Parse(redis.Configuration);
                storage.GrainStorageSerializer = Json(services);
            })));
        var silo = builder.Build();
        await silo.Services.GetRequiredService<PlatformSchema>().Upgrade(cancellationToken);
        await using (var connection = new MySqlConnection(platform.ConnectionString))
        {
            await connection.OpenAsync(cancellationToken);
            await OfficialQueries.Create(connection, cancellationToken);
        }

        await silo.StartAsync(cancellationToken);
        return new StorageHost(mySql, redis, silo);
    }

    public async ValueTask DisposeAsync()
    {
        await silo.StopAsync();
        silo.Dispose();
        await mySql.DisposeAsync();
        await redis.DisposeAsync();
    }

    // The faster of Orleans' serializers: the peers are to be at their best.
    private static SystemTextJsonGrainStorageSerializer Json(IServiceProvider services) =>
        ActivatorUtilities.CreateInstance<SystemTextJsonGrainStorageSerializer>(services);
}
