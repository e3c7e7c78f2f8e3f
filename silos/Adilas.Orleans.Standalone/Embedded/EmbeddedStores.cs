namespace Adilas.Embedded;

/// <summary>Opens the data folder and what runs on it: keys, hot store, ports. The journal and the objects find the folder by its setting.</summary>
internal sealed class EmbeddedStores : IDisposable
{
    private const string DefaultFolder = "./data";

    private readonly DataFolder folder;
    private readonly EmbeddedRedis redis;

    private EmbeddedStores(DataFolder folder, EmbeddedRedis redis) => (this.folder, this.redis) = (folder, redis);

    /// <exception cref="InvalidOperationException">The folder cannot be used.</exception>
    public static EmbeddedStores Open(WebApplicationBuilder builder)
    {
        var folder = DataFolder.Open(builder.Configuration["Data"] is { Length: > 0 } path ? path : DefaultFolder);
        try
        {
            var keys = KeyFile.Open(folder);
            var redis = EmbeddedRedis.Start(folder, keys.HotPassword);
            Configure(builder, folder, keys, redis);
            return new EmbeddedStores(folder, redis);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        redis.Dispose();
        folder.Dispose();
    }

    private static void Configure(WebApplicationBuilder builder, DataFolder folder, KeyFile keys, EmbeddedRedis redis)
    {
        KeyValuePair<string, string?>[] settings =
        [
            new("Data", folder.Path),
            new("ConnectionStrings:Redis", redis.Configuration),
            new("Cluster:SiloPort", FreePort.Next().ToString(System.Globalization.CultureInfo.InvariantCulture)),
            new("Cluster:GatewayPort", FreePort.Next().ToString(System.Globalization.CultureInfo.InvariantCulture)),
            .. keys.ToConfiguration().Where(key => builder.Configuration[key.Key] is null),
        ];
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddSingleton(folder);
        builder.Services.AddHostedService<HotSentinel>();
    }
}
