using Dapper;
using Microsoft.Data.Sqlite;

namespace Adilas.Databases;

/// <summary>Runs all pending scripts and their notes in one transaction, which SQLite keeps for changes of the schema too.</summary>
internal static class SqliteScriptRunner
{
    private const string CreateTable = $"""
        CREATE TABLE IF NOT EXISTS {ScriptProgress.Table} (
          name TEXT NOT NULL PRIMARY KEY, hash TEXT NOT NULL, done INTEGER NOT NULL, ran_at TEXT NOT NULL
        )
        """;

    public static async Task Run(SqliteConnection connection, IReadOnlyList<SqlScript> scripts)
    {
        await using var transaction = connection.BeginTransaction(deferred: false);
        await connection.ExecuteAsync(CreateTable, transaction: transaction);
        var rows = await connection.QueryAsync<ScriptProgress>(
            $"SELECT name AS Name, hash AS Hash, done AS Done FROM {ScriptProgress.Table}", transaction: transaction);
        var pending = ScriptProgress.Pending(scripts, rows.ToDictionary(row => row.Name, StringComparer.Ordinal));
        foreach (var script in pending)
        {
            foreach (var statement in script.Statements) await Run(connection, transaction, script, statement);
            await connection.ExecuteAsync(
                $"""
                INSERT INTO {ScriptProgress.Table} (name, hash, done, ran_at)
                VALUES (@Name, @Hash, @Done, strftime('%Y-%m-%d %H:%M:%f', 'now'))
                """,
                new { script.Name, script.Hash, Done = script.Statements.Length },
                transaction);
        }

        await transaction.CommitAsync();
    }

    private static async Task Run(SqliteConnection connection, SqliteTransaction transaction, SqlScript script, SqlStatement statement)
    {
        try
        {
            foreach (var sql in Translate(statement)) await connection.ExecuteAsync(sql, transaction: transaction);
        }
        catch (SqliteException failure) when (CorporationDatabaseRefusals.IsStatementsFault(failure))
        {
            throw CorporationDatabaseRefusals.ScriptFailed(script, statement, failure);
        }
    }

    /// <summary>
    /// The one difference between the dialects that scripts may use: SQLite wants a table's indexes as statements of their own,
    /// under names that are unique in the whole database.
    /// </summary>
    private static IEnumerable<string> Translate(SqlStatement statement) => statement.Table is not { } table
        ? [statement.Text]
        :
        [
            $"CREATE TABLE IF NOT EXISTS {table.Name} ({string.Join(", ", table.Body)})",
            .. table.Indexes.Select(index => CreateIndex(table.Name, index)),
        ];

    private static string CreateIndex(string table, SqlIndex index) =>
        $"CREATE {(index.IsUnique ? "UNIQUE " : "")}INDEX IF NOT EXISTS {table}_{index.Name} ON {table} ({index.Columns})";
}
