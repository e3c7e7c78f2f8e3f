using System.Data.Common;
using Adilas.Refusals;
using Microsoft.Extensions.Logging;
using MySqlConnector;

namespace Adilas.Platform;

/// <summary>Aurora MySQL or MariaDB, through its writer endpoint.</summary>
internal sealed class MySqlPlatformDatabase(PlatformConnection connection, ILogger<MySqlPlatformDatabase> logger) : IPlatformDatabase
{
    public SqlDialect Dialect => SqlDialect.MySql;

    public async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var opening = new MySqlConnection(connection.ConnectionString);
        try
        {
            await opening.OpenAsync(cancellationToken);
            return opening;
        }
        catch (Exception failure) when (failure.IsDriverFailure())
        {
            await opening.DisposeAsync();
            throw Refuse(failure);
        }
    }

    public ValueTask<IDisposable> EnterWriteAsync(CancellationToken cancellationToken) => new(NoTurn.Instance);

    public RefusedException Refuse(Exception failure)
    {
        var kind = DatabaseFailures.Classify(failure);

        // A server that was demoted keeps accepting our old connections; only new ones resolve to the new writer.
        if (kind is DatabaseFailure.ReadOnly or DatabaseFailure.Unreachable) Forget();
        return DatabaseRefusals.Create(kind, failure, logger);
    }

    private void Forget()
    {
        using var any = new MySqlConnection(connection.ConnectionString);
        MySqlConnection.ClearPool(any);
    }

    private sealed class NoTurn : IDisposable
    {
        public static readonly NoTurn Instance = new();

        public void Dispose()
        {
        }
    }
}
