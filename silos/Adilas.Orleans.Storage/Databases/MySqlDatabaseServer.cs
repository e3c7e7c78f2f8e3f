using System.Data.Common;
using Adilas.Platform;
using Adilas.Refusals;
using Dapper;
using Microsoft.Extensions.Logging;
using MySqlConnector;

namespace Adilas.Databases;

/// <summary>
/// One MySQL or MariaDB server. All connections come from one pool whose user has rights on every database; a connection is pointed
/// at a database when it is taken and reset when it goes back, so the number of pools does not grow with corporations.
/// </summary>
internal sealed class MySqlDatabaseServer : IDatabaseServer
{
    /// <summary>A dead process' session, and with it its lock, ends after so long at the latest.</summary>
    private const int LockSessionSeconds = 180;

    /// <summary>Whoever cancels comes first: an end by the server itself looks like a lack of time.</summary>
    private const int OwnerGraceSeconds = 10;

    private readonly DatabasesOptions options;
    private readonly ILogger logger;
    private readonly string connectionString;
    private readonly KeyedLock locks = new("database-busy");

    public MySqlDatabaseServer(string connectionString, DatabasesOptions options, ILogger logger)
    {
        (this.options, this.logger) = (options, logger);
        var builder = new MySqlConnectionStringBuilder(connectionString) { Database = "", Pooling = true, ConnectionReset = true };
        if (!builder.ContainsKey("Connection Timeout")) builder.ConnectionTimeout = 3;
        if (!builder.ContainsKey("Maximum Pool Size")) builder.MaximumPoolSize = 64;
        if (!builder.ContainsKey("Application Name")) builder.ApplicationName = "adilas-databases";
        this.connectionString = builder.ConnectionString;
    }

    public bool HasUsers => true;

    public async Task<IDatabaseWork> Enter(string database, CancellationToken cancellationToken)
    {
        var turn = await locks.Enter(database, options.LockTimeout, cancellationToken);
        MySqlConnection? connection = null;
        try
        {
            connection = await Open(cancellationToken);
            var seconds = (int)options.LockTimeout.TotalSeconds;
            var taken = await connection.ExecuteScalarAsync<int?>(new CommandDefinition(
                $"SET SESSION wait_timeout = {LockSessionSeconds}; SELECT GET_LOCK(@name, @seconds)",
                new { name = MySqlDatabaseWork.LockName(database), seconds },
                commandTimeout: seconds + 5,
                cancellationToken: cancellationToken));
            if (taken != 1) throw locks.Busy();
            return new MySqlDatabaseWork(connection, database, options, Refuse, turn);
        }
        catch (Exception failure)
        {
            if (connection is not null) await connection.DisposeAsync();
            turn.Dispose();
            if (failure.IsDriverFailure()) throw Refuse(failure);
            throw;
        }
    }

    public async Task<DbConnection> Open(string database, CancellationToken cancellationToken)
    {
        var connection = await Open(cancellationToken);
        try
        {
            await connection.ChangeDatabaseAsync(database, cancellationToken);
            return connection;
        }
        catch (Exception failure) when (failure.IsDriverFailure())
        {
            await connection.DisposeAsync();
            throw Refuse(failure);
        }
    }

    /// <summary>Not pooled: a pool a user would grow with corporations, and what a script leaves in its session goes with it.</summary>
    public async Task<DbConnection> OpenAsOwner(
        string database, string? password, StatementLimits limits, CancellationToken cancellationToken)
    {
        var seconds = (int)limits.Time.TotalSeconds + OwnerGraceSeconds;
        var connection = new MySqlConnection(new MySqlConnectionStringBuilder(connectionString)
        {
            UserID = database,
            Password = password,
            Database = database,
            Pooling = false,
            ApplicationName = "adilas-scripts",
            DefaultCommandTimeout = (uint)seconds,
            AllowUserVariables = true,
            ConvertZeroDateTime = true,
            TreatTinyAsBoolean = false,
            GuidFormat = MySqlGuidFormat.None,
        }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            var time = connection.ServerVersion.Contains("MariaDB", StringComparison.OrdinalIgnoreCase)
                ? $"max_statement_time = {seconds}"
                : $"max_execution_time = {seconds * 1_000L}";
            await connection.ExecuteAsync(new CommandDefinition(
                $"SET SESSION {time}, SESSION sql_select_limit = {limits.Rows}", cancellationToken: cancellationToken));
            return connection;
        }
        catch (Exception failure)
        {
            await connection.DisposeAsync();
            if (failure.IsDriverFailure()) throw Refuse(failure);
            throw;
        }
    }

    public async Task<(IReadOnlySet<string> Databases, IReadOnlySet<string> Users)> List(string prefix, CancellationToken cancellationToken)
    {
        await using var connection = await Open(cancellationToken);
        try
        {
            var start = new { start = prefix.Replace("_", "\\_", StringComparison.Ordinal) + "%" };
            var databases = await connection.QueryAsync<string>(new CommandDefinition(
                "SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE @start",
                start,
                cancellationToken: cancellationToken));
            var users = await connection.QueryAsync<string>(new CommandDefinition(
                "SELECT DISTINCT user FROM mysql.user WHERE user LIKE @start",
                start,
                cancellationToken: cancellationToken));
            return (databases.ToHashSet(StringComparer.Ordinal), users.ToHashSet(StringComparer.Ordinal));
        }
        catch (Exception failure) when (failure.IsDriverFailure())
        {
            throw Refuse(failure);
        }
    }

    public DatabaseCredentials Credentials(string database, string password)
    {
        var builder = new MySqlConnectionStringBuilder(connectionString);
        return new DatabaseCredentials(builder.Server, (int)builder.Port, database, database, password);
    }

    public RefusedException Refuse(Exception failure)
    {
        // A server that was demoted keeps accepting our old connections; only new ones resolve to the new writer.
        if (DatabaseFailures.Classify(failure) is DatabaseFailure.ReadOnly or DatabaseFailure.Unreachable)
        {
            using var any = new MySqlConnection(connectionString);
            MySqlConnection.ClearPool(any);
        }

        return CorporationDatabaseRefusals.Create(failure, logger);
    }

    private async Task<MySqlConnection> Open(CancellationToken cancellationToken)
    {
        var connection = new MySqlConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch (Exception failure) when (failure.IsDriverFailure())
        {
            await connection.DisposeAsync();
            throw Refuse(failure);
        }
    }
}
