using System.Collections.Concurrent;
using Adilas.Embedded;
using Adilas.LocalCluster;
using StackExchange.Redis;

[assembly: AssemblyFixture(typeof(Adilas.Publishing.HotStores))]

namespace Adilas.Publishing;

/// <summary>A Redis and an embedded Garnet for the whole assembly, each started by the first test that needs it.</summary>
public sealed class HotStores : IAsyncDisposable
{
    public const string Redis = "Redis";
    public const string Embedded = "embedded";

    private readonly TestStores stores = new();
    private readonly ConcurrentDictionary<(string, int), Lazy<Task<IConnectionMultiplexer>>> connections = new();
    private readonly Lazy<EmbeddedRedis> embedded = new(() =>
        EmbeddedRedis.Start(DataFolder.Open(Directory.CreateTempSubdirectory("adilas-hot-").FullName), "password"));

    public static TheoryData<string> All => [Redis, Embedded];

    /// <param name="database">Which of the server's databases: one that is emptied disturbs nobody else.</param>
    public Task<IConnectionMultiplexer> Connect(string kind, int database = 0) =>
        connections.GetOrAdd((kind, database), _ => new(() => Open(kind, database))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in connections.Values) await (await connection.Value).DisposeAsync();
        if (embedded.IsValueCreated) embedded.Value.Dispose();
        await stores.DisposeAsync();
    }

    private async Task<IConnectionMultiplexer> Open(string kind, int database) => await ConnectionMultiplexer.ConnectAsync(
        kind is Redis ? await stores.Redis() : embedded.Value.Configuration, options => (options.DefaultDatabase, options.AllowAdmin) = (database, true));
}
