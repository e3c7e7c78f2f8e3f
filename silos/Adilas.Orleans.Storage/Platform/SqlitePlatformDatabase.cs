using System.Data.Common;
using Adilas.Refusals;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Adilas.Platform;

/// <summary>One file in the data folder. A commit is on the disk before it is answered.</summary>
internal sealed class SqlitePlatformDatabase(PlatformConnection connection, ILogger<SqlitePlatformDatabase> logger)
    : IPlatformDatabase, IDisposable
{
    // Each connection: WAL lets readers go on while one writes; FULL survives a power cut; the driver's own retry sleeps 150 ms.
    private const string Settings = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000;";

    private readonly SemaphoreSlim writer = new(1, 1);

    public SqlDialect Dialect => SqlDialect.Sqlite;

    public async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var opening = new SqliteConnection(connection.ConnectionString);
        try
        {
            await opening.OpenAsync(cancellationToken);
            await using var settings = opening.CreateCommand();
            settings.CommandText = Settings;
            await settings.ExecuteNonQueryAsync(cancellationToken);
            return opening;
        }
        catch (Exception failure) when (failure.IsDriverFailure())
        {
            await opening.DisposeAsync();
            throw Refuse(failure);
        }
    }

    public async ValueTask<IDisposable> EnterWriteAsync(CancellationToken cancellationToken)
    {
        await writer.WaitAsync(cancellationToken);
        return new Turn(writer);
    }

    public RefusedException Refuse(Exception failure)
    {
        var kind = DatabaseFailures.Classify(failure);
        if (kind is DatabaseFailure.Unreachable) Forget();
        return DatabaseRefusals.Create(kind, failure, logger);
    }

    public void Dispose()
    {
        // Closing the last connection folds the write-ahead log into the file.
        Forget();
        writer.Dispose();
    }

    private void Forget()
    {
        using var any = new SqliteConnection(connection.ConnectionString);
        SqliteConnection.ClearPool(any);
    }

    private sealed class Turn(SemaphoreSlim writer) : IDisposable
    {
        private SemaphoreSlim? held = writer;

        public void Dispose() => Interlocked.Exchange(ref held, null)?.Release();
    }
}
