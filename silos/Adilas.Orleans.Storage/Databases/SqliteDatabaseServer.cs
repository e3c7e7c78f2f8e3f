using System.Data.Common;
using Adilas.Platform;
using Adilas.Refusals;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Adilas.Databases;

/// <summary>
/// Databases as files of one process. Connections are not pooled: a pool per file would grow with corporations, and opening a file
/// costs less than a millisecond.
/// </summary>
internal sealed class SqliteDatabaseServer(string folder, DatabasesOptions options, ILogger logger) : IDatabaseServer
{
    private const string Extension = ".db";

    private readonly KeyedLock locks = new("database-busy");

    public bool HasUsers => false;

    public async Task<IDatabaseWork> Enter(string database, CancellationToken cancellationToken) => new SqliteDatabaseWork(
        PathOf(database), options, Refuse, await locks.Enter(database, options.LockTimeout, cancellationToken));

    public async Task<DbConnection> Open(string database, CancellationToken cancellationToken) =>
        await Open(database, options.StatementTimeout, cancellationToken);

    public async Task<DbConnection> OpenAsOwner(
        string database, string? password, StatementLimits limits, CancellationToken cancellationToken)
    {
        var connection = await Open(database, limits.Time, cancellationToken);
        SqliteConfinement.Apply(connection, cancellationToken);
        return connection;
    }

    public Task<(IReadOnlySet<string> Databases, IReadOnlySet<string> Users)> List(string prefix, CancellationToken cancellationToken)
    {
        try
        {
            var names = PrivateFolder.Create(folder).EnumerateFiles(prefix + "*" + Extension)
                .Select(file => Path.GetFileNameWithoutExtension(file.Name)).ToHashSet(StringComparer.Ordinal);
            return Task.FromResult<(IReadOnlySet<string>, IReadOnlySet<string>)>((names, new HashSet<string>()));
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException || failure.IsDriverFailure())
        {
            return Task.FromException<(IReadOnlySet<string>, IReadOnlySet<string>)>(Refuse(failure));
        }
    }

    public DatabaseCredentials? Credentials(string database, string password) => null;

    public RefusedException Refuse(Exception failure) => CorporationDatabaseRefusals.Create(failure, logger);

    /// <summary>Never creates a file unless told to: a lost one is noticed, not replaced by an empty one.</summary>
    public static async Task<SqliteConnection> Open(
        string path, SqliteOpenMode mode, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = (int)timeout.TotalSeconds,
        }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await connection.ExecuteAsync("PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000");
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task<SqliteConnection> Open(string database, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            return await Open(PathOf(database), SqliteOpenMode.ReadWrite, timeout, cancellationToken);
        }
        catch (Exception failure) when (failure.IsDriverFailure())
        {
            throw Refuse(failure);
        }
    }

    private string PathOf(string database) => Path.Combine(folder, database + Extension);
}
