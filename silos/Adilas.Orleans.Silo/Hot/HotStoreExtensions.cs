using Adilas.ApiKeys;
using Adilas.Publishing;
using Adilas.Storage;
using StackExchange.Redis;

namespace Adilas.Hot;

/// <summary>The hot tier: what it holds may be lost, and nobody waits for it to come back.</summary>
internal static class HotStoreExtensions
{
    public const string ConnectionName = "Redis";

    /// <exception cref="InvalidOperationException">The connection string is missing or cannot be read.</exception>
    public static ISiloBuilder UseHotStore(this ISiloBuilder silo, IConfiguration configuration)
    {
        var options = Parse(configuration.GetConnectionString(ConnectionName));
        silo.AddRedisGrainStorage(StorageNames.Hot, storage => storage.ConfigurationOptions = options);
        silo.Services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(options));
        silo.Services.AddSingleton<IApiKeyUses, RedisApiKeyUses>();
        silo.Services.AddSingleton<ICopyStore, RedisCopyStore>();
        return silo;
    }

    private static ConfigurationOptions Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) throw new InvalidOperationException($"ConnectionStrings:{ConnectionName} is missing.");
        try
        {
            var options = ConfigurationOptions.Parse(text);

            // A silo starts without Redis, and finds it when it is there.
            options.AbortOnConnectFail = false;
            options.ConnectTimeout = Math.Min(options.ConnectTimeout, 2000);
            options.SyncTimeout = options.AsyncTimeout = Math.Min(options.AsyncTimeout, 2000);
            return options;
        }
        catch (ArgumentException)
        {
            // The driver's message may repeat what was written, password included.
            throw new InvalidOperationException($"ConnectionStrings:{ConnectionName} is not a Redis configuration.");
        }
    }
}
