using Adilas.Corporations;
using Adilas.Operate;
using Adilas.Platform;
using Adilas.Secrets;
using Adilas.Stacks;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MySqlConnector;

namespace Adilas.Databases;

/// <summary>A platform database of its own and a server for corporations' databases, under a name prefix of its own.</summary>
internal sealed class TestDatabases : IAsyncDisposable
{
    private static readonly SecretsOptions Keys = new() { Keys = { Convert.ToBase64String(new byte[SecretsOptions.KeyBytes]) } };

    private readonly PlatformConnection connection;
    private readonly IPlatformDatabase platform;
    private readonly ServiceProvider services;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("adilas-databases-");

    private TestDatabases(PlatformConnection connection, ServiceProvider services)
    {
        (this.connection, this.services) = (connection, services);
        platform = services.GetRequiredService<IPlatformDatabase>();
        Options = new() { NamePrefix = $"t{Random.Shared.GetHexString(8, lowercase: true)}_", Folder = folder.FullName };
        ServerConnectionString = connection.Dialect is SqlDialect.MySql
            ? new MySqlConnectionStringBuilder(connection.ConnectionString) { Database = "" }.ConnectionString
            : "";
        Databases = Another();
    }

    public static StackId Stack { get; } = StackId.Parse("data0");

    public DatabasesOptions Options { get; }

    public Crash Crash { get; } = new();

    public CorporationDatabases Databases { get; }

    /// <summary>As what new instances connect to the MySQL server.</summary>
    public string ServerConnectionString { get; set; }

    public string Folder => folder.FullName;

    public static async Task<TestDatabases> Create(MySqlFixture servers, SqlDialect dialect)
    {
        var connection = await servers.NewConnection(dialect);
        var services = new ServiceCollection().AddLogging().AddPlatformDatabase(connection).BuildServiceProvider();
        await services.GetRequiredService<PlatformSchema>().Upgrade(TestContext.Current.CancellationToken);
        return new TestDatabases(connection, services);
    }

    public static CorporationId NewCorporation() => CorporationId.Parse($"corp-{Guid.NewGuid():N}");

    /// <summary>As another process would have it: nothing is shared but the servers.</summary>
    public CorporationDatabases Another() => new(
        new DatabaseAllocations(new CrashingPlatform(platform, Crash), TimeProvider.System),
        Servers(),
        new SecretBox(Microsoft.Extensions.Options.Options.Create(Keys)),
        Microsoft.Extensions.Options.Options.Create(Options),
        NullLogger<CorporationDatabases>.Instance);

    public Task<CensusPart> Census() => new DatabaseCensusTaker(
        new DatabaseAllocations(platform, TimeProvider.System), Servers(), Microsoft.Extensions.Options.Options.Create(Options))
        .Take(TestContext.Current.CancellationToken);

    private DatabaseServers Servers()
    {
        IDatabaseServer server = connection.Dialect switch
        {
            SqlDialect.MySql => new MySqlDatabaseServer(ServerConnectionString, Options, NullLogger.Instance),
            SqlDialect.Sqlite => new SqliteDatabaseServer(folder.FullName, Options, NullLogger.Instance),
        };
        return new DatabaseServers(Options, new() { [DatabasesOptions.MainServer] = new CrashingServer(server, Crash) });
    }

    public Task<long> OnPlatform(string sql, object? values = null) => platform.Write(
        (opened, _) => opened.ExecuteScalarAsync<long>(sql, values), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (connection.Dialect is SqlDialect.MySql)
        {
            var administrator = new MySqlConnectionStringBuilder(connection.ConnectionString) { Database = "" };
            await using var server = new MySqlConnection(administrator.ConnectionString);
            foreach (var (kind, sql) in new[]
            {
                ("DATABASE", "SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE @start"),
                ("USER", "SELECT user FROM mysql.user WHERE user LIKE @start"),
            })
            {
                foreach (var name in await server.QueryAsync<string>(sql, new { start = Options.NamePrefix[..^1] + "%" }))
                    await server.ExecuteAsync($"DROP {kind} `{name}`");
            }

            await server.ExecuteAsync($"DROP DATABASE `{new MySqlConnectionStringBuilder(connection.ConnectionString).Database}`");
        }

        await services.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
