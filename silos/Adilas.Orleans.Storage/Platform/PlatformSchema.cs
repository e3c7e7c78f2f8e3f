using System.Data.Common;
using Adilas.Refusals;
using EvolveDb;
using EvolveDb.Dialect;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using MySqlConnector;

namespace Adilas.Platform;

/// <summary>
/// Creates the platform database where it is missing and brings its tables up to date, one host at a time. A host of an earlier
/// release that meets a newer schema leaves it as it is: while two releases run, schema changes only expand.
/// </summary>
public sealed partial class PlatformSchema(PlatformConnection connection, TimeProvider clock, ILogger<PlatformSchema> logger)
{
    private const string ChangeTable = "schema_change";
    private static readonly TimeSpan LockLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(50);

    /// <exception cref="RefusedException"><see cref="Refusal.Unavailable"/>: the message says what is wrong.</exception>
    public async Task Upgrade(CancellationToken cancellationToken = default)
    {
        try
        {
            await (connection.Dialect switch
            {
                SqlDialect.MySql => UpgradeServer(cancellationToken),
                SqlDialect.Sqlite => UpgradeFile(cancellationToken),
            });
        }
        catch (Exception failure) when (failure is EvolveException or UnauthorizedAccessException || failure.IsDriverFailure())
        {
            LogFailed(failure);
            throw new RefusedException(Refusal.Unavailable, "schema-upgrade", Explain(failure));
        }
    }

    private async Task UpgradeServer(CancellationToken cancellationToken)
    {
        await CreateDatabase(cancellationToken);
        await using var guard = new MySqlConnection(connection.ConnectionString);
        await guard.OpenAsync(cancellationToken);

        // The lock belongs to the session: it goes with the connection, also when this process dies. Its name has at most 64 characters.
        await using var locking = guard.CreateCommand();
        locking.CommandText = "SELECT GET_LOCK(CONCAT('adilas.schema.', MD5(DATABASE())), @seconds) = 1";
        locking.CommandTimeout = (int)LockLimit.TotalSeconds + 5;
        locking.Parameters.AddWithValue("@seconds", (int)LockLimit.TotalSeconds);
        if (await locking.ExecuteScalarAsync(cancellationToken) is not (1 or 1L)) throw LockTimedOut();

        await using var migrating = new MySqlConnection(
            new MySqlConnectionStringBuilder(connection.ConnectionString) { Pooling = false }.ConnectionString);
        await migrating.OpenAsync(cancellationToken);
        Migrate(migrating, DBMS.MySQL, "MySql");
        await guard.CloseAsync();
        await MySqlConnection.ClearPoolAsync(guard, CancellationToken.None);
    }

    private async Task CreateDatabase(CancellationToken cancellationToken)
    {
        var builder = new MySqlConnectionStringBuilder(connection.ConnectionString) { Pooling = false };
        var name = builder.Database;
        builder.Database = "";
        await using var server = new MySqlConnection(builder.ConnectionString);
        await server.OpenAsync(cancellationToken);
        await using var creating = server.CreateCommand();
        creating.CommandText =
            $"CREATE DATABASE IF NOT EXISTS `{name.Replace("`", "``", StringComparison.Ordinal)}` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";
        try
        {
            await creating.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (MySqlException denied) when (denied.ErrorCode is MySqlErrorCode.DatabaseAccessDenied)
        {
            // A user who may not create databases is fine as long as somebody else has created this one: opening it will tell.
        }
    }

    private async Task UpgradeFile(CancellationToken cancellationToken)
    {
        var path = new SqliteConnectionStringBuilder(connection.ConnectionString).DataSource;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var held = await LockFile(path + ".lock", cancellationToken);
        await using var migrating = new SqliteConnection(connection.ConnectionString);
        await migrating.OpenAsync(cancellationToken);
        await using var settings = migrating.CreateCommand();
        settings.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL";
        await settings.ExecuteNonQueryAsync(cancellationToken);
        Migrate(migrating, DBMS.SQLite, "Sqlite");
    }

    private async Task<FileStream> LockFile(string path, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                if (clock.GetElapsedTime(started) > LockLimit) throw LockTimedOut();
                await Task.Delay(RetryDelay, clock, cancellationToken);
            }
        }
    }

    private void Migrate(DbConnection migrating, DBMS kind, string folder)
    {
        var changes = new Evolve(migrating, LogStep, kind)
        {
            EmbeddedResourceAssemblies = [typeof(PlatformSchema).Assembly],
            EmbeddedResourceFilters = [$"Adilas.Platform.Migrations.{folder}."],
            MetadataTableName = ChangeTable,
            EnableClusterMode = false, // We hold our own lock, which has a deadline and works for files too.
            IsEraseDisabled = true,
            CommandTimeout = (int)LockLimit.TotalSeconds,
        };
        changes.Migrate();
        if (changes.NbMigration > 0) LogUpgraded(changes.NbMigration);
    }

    private string Explain(Exception failure)
    {
        var cause = failure.GetBaseException();
        var what = connection.Dialect is SqlDialect.Sqlite
            ? $"the file {new SqliteConnectionStringBuilder(connection.ConnectionString).DataSource}"
            : $"ConnectionStrings:{PlatformConnection.Name}";
        return $"The platform database ({what}) could not be opened and brought up to date: {cause.Message}";
    }

    private static RefusedException LockTimedOut() =>
        new(Refusal.Unavailable, "schema-locked", $"Another host has been upgrading the platform database for {LockLimit.TotalMinutes:0} minutes.");

    [LoggerMessage(LogLevel.Information, "Platform database: {Count} schema changes applied")]
    private partial void LogUpgraded(int count);

    [LoggerMessage(LogLevel.Debug, "Platform schema: {Step}")]
    private partial void LogStep(string step);

    [LoggerMessage(LogLevel.Error, "The platform database could not be brought up to date")]
    private partial void LogFailed(Exception failure);
}
