using System.Data.Common;
using Adilas.Databases;
using Adilas.Platform;
using Dapper;

namespace Adilas.Objects;

/// <summary>
/// The right to make or drop a bucket, which one holder in all processes has. Object stores have no locks, so the platform
/// database lends one: it belongs to a session and goes with it, also when this process dies.
/// </summary>
internal sealed class BucketLock(IPlatformDatabase platform)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly KeyedLock locks = new("bucket-busy");

    public async Task<IAsyncDisposable> Enter(string bucket, CancellationToken cancellationToken)
    {
        var turn = await locks.Enter(bucket, Timeout, cancellationToken);
        try
        {
            // The embedded file belongs to one process, for which the turn is enough.
            return new Holder(turn, platform.Dialect is SqlDialect.MySql ? await Take(bucket, cancellationToken) : null, Name(bucket));
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    private async Task<DbConnection> Take(string bucket, CancellationToken cancellationToken)
    {
        var connection = await platform.OpenAsync(cancellationToken);
        try
        {
            var seconds = (int)Timeout.TotalSeconds;
            var taken = await connection.ExecuteScalarAsync<int?>(new CommandDefinition(
                "SET SESSION wait_timeout = 180; SELECT GET_LOCK(@name, @seconds)",
                new { name = Name(bucket), seconds },
                commandTimeout: seconds + 5,
                cancellationToken: cancellationToken));
            return taken == 1 ? connection : throw locks.Busy();
        }
        catch (Exception failure)
        {
            await connection.DisposeAsync();
            if (failure.IsDriverFailure()) throw platform.Refuse(failure);
            throw;
        }
    }

    /// <summary>A lock's name has at most 64 characters; allocated names leave room.</summary>
    private static string Name(string bucket) => $"adilas/{bucket}";

    private sealed class Holder(IDisposable turn, DbConnection? connection, string name) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            try
            {
                if (connection is not null) await connection.ExecuteAsync("DO RELEASE_LOCK(@name)", new { name });
            }
            catch (Exception lost) when (lost.IsDriverFailure())
            {
                // The lock went with the session.
            }
            finally
            {
                if (connection is not null) await connection.DisposeAsync();
                turn.Dispose();
            }
        }
    }
}
