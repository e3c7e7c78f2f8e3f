using Adilas.Corporations;
using Adilas.Platform;
using Adilas.Refusals;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Adilas.Databases;

/// <summary>Works on one file, away from the caller's scheduler: the driver blocks its thread, which would be a grain's.</summary>
internal sealed class SqliteDatabaseWork(
    string path, DatabasesOptions options, Func<Exception, RefusedException> refuse, IDisposable turn) : IDatabaseWork
{
    private const int RowsPerDelete = 1_000;

    public Task Create(string? password, CancellationToken cancellationToken) => Run(async () =>
    {
        PrivateFolder.Create(Path.GetDirectoryName(path)!);
        await using var connection = await Open(SqliteOpenMode.ReadWriteCreate, cancellationToken);
        await connection.ExecuteAsync("PRAGMA journal_mode=WAL");
    });

    public Task RunScripts(IReadOnlyList<SqlScript> scripts, CancellationToken cancellationToken) => Run(async () =>
    {
        await using var connection = await Open(SqliteOpenMode.ReadWrite, cancellationToken);
        await SqliteScriptRunner.Run(connection, scripts);
    });

    public Task DeleteRows(CorporationId corporation, CancellationToken cancellationToken) => Run(async () =>
    {
        await using var connection = await Open(SqliteOpenMode.ReadWrite, cancellationToken);
        await connection.ExecuteAsync("PRAGMA foreign_keys = OFF");
        var tables = await connection.QueryAsync<string>(
            """
            SELECT m.name FROM sqlite_master m WHERE m.type = 'table'
            AND EXISTS (SELECT 1 FROM pragma_table_info(m.name) c WHERE c.name = @column)
            """,
            new { column = SqlScript.OwnerColumn });
        foreach (var table in tables)
        {
            var some = $"SELECT rowid FROM `{table}` WHERE {SqlScript.OwnerColumn} = @id LIMIT {RowsPerDelete}";
            var delete = $"DELETE FROM `{table}` WHERE rowid IN ({some})";
            while (await connection.ExecuteAsync(delete, new { id = corporation.Value }) == RowsPerDelete)
                cancellationToken.ThrowIfCancellationRequested();
        }
    });

    public Task Drop(CancellationToken cancellationToken) => Run(() =>
    {
        foreach (var file in new[] { path, path + "-wal", path + "-shm" }) File.Delete(file);
        return Task.CompletedTask;
    });

    public ValueTask DisposeAsync()
    {
        turn.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<SqliteConnection> Open(SqliteOpenMode mode, CancellationToken cancellationToken) =>
        SqliteDatabaseServer.Open(path, mode, options.StatementTimeout, cancellationToken);

    private Task Run(Func<Task> work) => Task.Run(async () =>
    {
        try
        {
            await work();
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException || failure.IsDriverFailure())
        {
            throw refuse(failure);
        }
    });
}
