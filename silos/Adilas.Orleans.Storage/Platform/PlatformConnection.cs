using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using MySqlConnector;

namespace Adilas.Platform;

/// <summary>Which platform database a host uses, and how it is reached. Holds a password: never log it.</summary>
/// <param name="Invariant">The name by which Orleans' own ADO.NET providers know the driver.</param>
public sealed record PlatformConnection(SqlDialect Dialect, string ConnectionString, string Invariant)
{
    public const string Name = "Aurora";
    public const string FolderKey = "Data";
    public const string FileName = "platform.db";
    private const string DefaultFolder = "./data";

    /// <summary>The server named by <c>ConnectionStrings:Aurora</c>; without one, the file <c>platform.db</c> in the folder <c>Data</c>.</summary>
    /// <exception cref="InvalidOperationException">The connection string cannot be read, or names no database.</exception>
    public static PlatformConnection From(IConfiguration configuration)
    {
        var server = configuration.GetConnectionString(Name);
        return string.IsNullOrWhiteSpace(server)
            ? ForFile(FolderOf(configuration, FileName))
            : ForServer(server);
    }

    /// <summary>A path in the data folder.</summary>
    public static string FolderOf(IConfiguration configuration, string name) =>
        Path.Combine(configuration[FolderKey] is { Length: > 0 } folder ? folder : DefaultFolder, name);

    public static PlatformConnection ForServer(string connectionString)
    {
        MySqlConnectionStringBuilder builder;
        try
        {
            builder = new MySqlConnectionStringBuilder(connectionString);
        }
        catch (ArgumentException)
        {
            // The driver's message may repeat what was written, password included.
            throw new InvalidOperationException($"ConnectionStrings:{Name} is not a MySQL connection string.");
        }

        if (builder.Database.Length == 0) throw new InvalidOperationException($"ConnectionStrings:{Name} must name a database.");
        SetDefault(builder, "Connection Timeout", () => builder.ConnectionTimeout = 3);
        SetDefault(builder, "Default Command Timeout", () => builder.DefaultCommandTimeout = 10);
        SetDefault(builder, "Maximum Pool Size", () => builder.MaximumPoolSize = 64);
        SetDefault(builder, "Application Name", () => builder.ApplicationName = "adilas");
        return new PlatformConnection(SqlDialect.MySql, builder.ConnectionString, "MySql.Data.MySqlConnector");
    }

    public static PlatformConnection ForFile(string path)
    {
        var builder = new SqliteConnectionStringBuilder
        {
            DataSource = Path.GetFullPath(path),
            Mode = SqliteOpenMode.ReadWriteCreate,
            DefaultTimeout = 10,
        };
        return new PlatformConnection(SqlDialect.Sqlite, builder.ConnectionString, "System.Data.SQLite");
    }

    private static void SetDefault(MySqlConnectionStringBuilder builder, string key, Action set)
    {
        if (!builder.ContainsKey(key)) set();
    }
}
