using Adilas.Corporations;
using Adilas.Platform;
using Adilas.Refusals;
using Dapper;
using MySqlConnector;

namespace Adilas.Databases;

/// <summary>
/// Works over one connection that holds the server's lock for this database. The lock belongs to the session: it goes with the
/// connection, also when this process dies.
/// </summary>
internal sealed class MySqlDatabaseWork(
    MySqlConnection connection, string database, DatabasesOptions options, Func<Exception, RefusedException> refuse, IDisposable turn)
    : IDatabaseWork
{
    /// <summary>What pages need on their own tables; no rights to grant, and none on anything global.</summary>
    public const string Rights =
        "SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES, CREATE VIEW, SHOW VIEW, TRIGGER, EXECUTE, "
        + "CREATE TEMPORARY TABLES, LOCK TABLES";

    private const int RowsPerDelete = 1_000;

    private int Seconds => (int)options.StatementTimeout.TotalSeconds;

    public static string LockName(string database) => $"adilas/{database}";

    public Task Create(string? password, CancellationToken cancellationToken)
    {
        var sql = $"CREATE DATABASE IF NOT EXISTS `{database}` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;";
        if (password is not null)
        {
            // In a GRANT the low dash of a name stands for any character, unless it is escaped.
            sql += $"""
                CREATE USER IF NOT EXISTS '{database}'@'%' IDENTIFIED BY '{password}'
                WITH MAX_USER_CONNECTIONS {options.MaxUserConnections};
                GRANT {Rights} ON `{database.Replace("_", "\\_", StringComparison.Ordinal)}`.* TO '{database}'@'%';
                """;
        }

        return Run(() => Execute(sql, cancellationToken));
    }

    public Task RunScripts(IReadOnlyList<SqlScript> scripts, CancellationToken cancellationToken) => Run(async () =>
    {
        await connection.ChangeDatabaseAsync(database, cancellationToken);
        await new MySqlScriptRunner(connection, Seconds).Run(scripts, cancellationToken);
    });

    public Task DeleteRows(CorporationId corporation, CancellationToken cancellationToken) => Run(async () =>
    {
        await connection.ChangeDatabaseAsync(database, cancellationToken);

        // Without gap locks, so that neighbours go on writing; and in any order of tables, since all of the corporation's rows go.
        await Execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED; SET SESSION foreign_key_checks = 0", cancellationToken);
        var tables = await connection.QueryAsync<string>(new CommandDefinition(
            """
            SELECT c.table_name FROM information_schema.columns c JOIN information_schema.tables t
              ON t.table_schema = c.table_schema AND t.table_name = c.table_name
            WHERE c.table_schema = @database AND c.column_name = @column AND t.table_type = 'BASE TABLE'
            """,
            new { database, column = SqlScript.OwnerColumn },
            commandTimeout: Seconds,
            cancellationToken: cancellationToken));
        foreach (var table in tables)
        {
            var delete = new CommandDefinition(
                $"DELETE FROM `{table}` WHERE {SqlScript.OwnerColumn} = @id LIMIT {RowsPerDelete}",
                new { id = corporation.Value },
                commandTimeout: Seconds,
                cancellationToken: cancellationToken);
            while (await connection.ExecuteAsync(delete) == RowsPerDelete)
            {
            }
        }
    });

    public Task Drop(CancellationToken cancellationToken) => Run(() => Execute(
        $"DROP USER IF EXISTS '{database}'@'%'; DROP DATABASE IF EXISTS `{database}`", cancellationToken));

    public async ValueTask DisposeAsync()
    {
        try
        {
            await connection.ExecuteAsync("DO RELEASE_LOCK(@name)", new { name = LockName(database) });
        }
        catch (Exception lost) when (lost.IsDriverFailure())
        {
            // The lock went with the session.
        }
        finally
        {
            await connection.DisposeAsync();
            turn.Dispose();
        }
    }

    private Task<int> Execute(string sql, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(sql, commandTimeout: Seconds, cancellationToken: cancellationToken));

    private async Task Run(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception failure) when (failure.IsDriverFailure())
        {
            throw refuse(failure);
        }
    }
}
