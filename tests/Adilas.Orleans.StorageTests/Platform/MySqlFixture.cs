using Adilas.LocalCluster;
using MySqlConnector;

[assembly: AssemblyFixture(typeof(Adilas.Platform.MySqlFixture))]

namespace Adilas.Platform;

/// <summary>
/// One MariaDB server for the whole assembly, started by the first test that needs it: the one named by ADILAS_TEST_MYSQL, or a private one.
/// </summary>
public sealed class MySqlFixture : IAsyncDisposable
{
    private readonly Lazy<Task<(string ConnectionString, PrivateMySql? Private)>> server = new(Start);

    /// <summary>A connection string that names no database; its user may create some.</summary>
    public async Task<string> Server() => (await server.Value).ConnectionString;

    /// <summary>A new, empty database's name in a connection string; the schema upgrade creates it.</summary>
    public async Task<PlatformConnection> NewDatabase() => PlatformConnection.ForServer(
        new MySqlConnectionStringBuilder(await Server())
        {
            Database = $"adilas_{Guid.NewGuid():N}",
            Pooling = true,

            // Each database has a pool of its own, and the server's connections are for all tests: those that have ended must not keep theirs.
            ConnectionIdleTimeout = 5,
        }.ConnectionString);

    public async ValueTask DisposeAsync()
    {
        if (server.IsValueCreated && (await server.Value).Private is { } mine) await mine.DisposeAsync();
    }

    private static async Task<(string, PrivateMySql?)> Start()
    {
        if (Environment.GetEnvironmentVariable("ADILAS_TEST_MYSQL") is { Length: > 0 } given) return (given, null);
        var mine = await PrivateMySql.Start();
        return (mine.ConnectionString, mine);
    }
}
