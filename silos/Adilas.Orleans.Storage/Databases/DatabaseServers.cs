using Adilas.Platform;
using Adilas.Refusals;
using Adilas.Stacks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adilas.Databases;

/// <summary>The configured servers by name.</summary>
internal sealed class DatabaseServers
{
    private readonly DatabasesOptions options;
    private readonly Dictionary<string, IDatabaseServer> servers;

    public DatabaseServers(IOptions<DatabasesOptions> options, PlatformConnection platform, ILogger<DatabaseServers> logger)
        : this(options.Value, Create(options.Value, platform, logger))
    {
    }

    internal DatabaseServers(DatabasesOptions options, Dictionary<string, IDatabaseServer> servers) =>
        (this.options, this.servers) = (options, servers);

    public IReadOnlyDictionary<string, IDatabaseServer> All => servers;

    /// <summary>Where a stack's new databases are made.</summary>
    public string NameFor(StackId stack) => options.Stacks.GetValueOrDefault(stack.Value, options.DefaultServer);

    /// <exception cref="RefusedException"><see cref="Refusal.Unavailable"/>, <c>database-server-unknown</c>.</exception>
    public IDatabaseServer Get(string name) => servers.GetValueOrDefault(name) ?? throw new RefusedException(
        Refusal.Unavailable,
        "database-server-unknown",
        $"A database is on the server '{name}', which {DatabasesOptions.Section}:Servers does not name.");

    private static Dictionary<string, IDatabaseServer> Create(DatabasesOptions options, PlatformConnection platform, ILogger logger)
    {
        if (options.Servers.Count > 0)
        {
            return options.Servers.ToDictionary(
                server => server.Key, IDatabaseServer (server) => new MySqlDatabaseServer(server.Value, options, logger));
        }

        IDatabaseServer main = platform.Dialect switch
        {
            SqlDialect.MySql => new MySqlDatabaseServer(platform.ConnectionString, options, logger),
            SqlDialect.Sqlite => new SqliteDatabaseServer(Path.GetFullPath(options.Folder!), options, logger),
        };
        return new() { [DatabasesOptions.MainServer] = main };
    }
}
