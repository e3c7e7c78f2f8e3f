using System.Data.Common;
using Adilas.Access;
using Adilas.Platform;
using Adilas.Refusals;
using Adilas.Storage;

namespace Adilas.Journal;

/// <summary>One connection on which batches are stored, one after the other. What differs between the two kinds of SQL is in here.</summary>
internal abstract class BatchSession(DbConnection connection, TimeSpan statementLimit) : IWriteSession
{
    /// <exception cref="RefusedException"><see cref="Refusal.Unavailable"/>: nobody lets us in.</exception>
    public static async Task<BatchSession> Open(IPlatformDatabase database, JournalOptions options)
    {
        var connection = await database.OpenAsync(CancellationToken.None);
        try
        {
            return database.Dialect switch
            {
                SqlDialect.MySql => await MySqlBatchSession.Create(connection, options.StatementLimit, CancellationToken.None),
                SqlDialect.Sqlite => new SqliteBatchSession(connection, options.StatementLimit),
            };
        }
        catch (Exception failure) when (failure.IsDriverFailure())
        {
            await connection.DisposeAsync();
            throw database.Refuse(failure);
        }
    }

    /// <summary>How many bytes of writes one transaction may hold on this server.</summary>
    public virtual int MaxBatchBytes => int.MaxValue;

    protected DbConnection Connection { get; } = connection;

    protected int StatementSeconds { get; } = (int)Math.Ceiling(statementLimit.TotalSeconds);

    /// <summary>
    /// Opens a transaction and stores the batch in it. Whoever changes a corporation's mode locks it before its row gets a position, and
    /// all others keep it locked until they commit: so no row that a mode was to prevent has a later position than the change of that mode.
    /// </summary>
    /// <returns>The modes of the corporations that need checking; none for those without a row.</returns>
    public abstract Task<IReadOnlyDictionary<string, Modes>> Store(IReadOnlyList<JournalWrite> batch, CancellationToken cancellationToken);

    /// <summary>
    /// Stores one write that is a row alone, and commits it, in a single round trip. Whatever it throws that is not the server's own
    /// answer says nothing about the outcome.
    /// </summary>
    /// <returns><c>false</c>: not stored, and to be tried in full, which tells why.</returns>
    public virtual Task<bool> TryStoreAlone(JournalWrite write, CancellationToken cancellationToken) => Task.FromResult(false);

    /// <summary>Ends the transaction. Whatever it throws says nothing about the outcome.</summary>
    public virtual Task Commit(CancellationToken cancellationToken) => Execute("COMMIT", cancellationToken);

    /// <summary>Also after an error that ended only the statement: MySQL leaves the transaction open then.</summary>
    public virtual Task Rollback(CancellationToken cancellationToken) => Execute("ROLLBACK", cancellationToken);

    /// <summary>Which rows of the batch's keys and versions are stored, ours or not.</summary>
    public abstract Task<IReadOnlyList<StoredRow>> Find(IReadOnlyList<JournalWrite> batch, CancellationToken cancellationToken);

    /// <summary>Which corporations of a batch others hold locked at this moment.</summary>
    public virtual Task<IReadOnlySet<string>> FindLocked(IReadOnlyList<JournalWrite> batch, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlySet<string>>(new HashSet<string>());

    /// <summary>Drops the answers to the write's operation ids that were stored before <paramref name="before"/>.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> ForgetOperations(JournalWrite write, long before, CancellationToken cancellationToken)
    {
        var dropped = 0;
        foreach (var effect in write.Effects.Where(effect => effect.Table == OperationResult.Table))
        {
            await using var command = Connection.CreateCommand();
            command.CommandText =
                $"DELETE FROM {OperationResult.Table} WHERE caller = @caller AND operation_id = @operation AND created_at < @before";
            command.CommandTimeout = StatementSeconds;
            command.Add("@caller", effect.Values.Single(value => value.Key == "caller").Value);
            command.Add("@operation", effect.Values.Single(value => value.Key == "operation_id").Value);
            command.Add("@before", before);
            dropped += await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return dropped;
    }

    /// <summary>Makes an answer on the connection, so that neither end takes it for dead.</summary>
    public Task Ping(CancellationToken cancellationToken) => Execute("SELECT 1", cancellationToken);

    public DatabaseFailure Classify(Exception failure) => DatabaseFailures.Classify(failure, Connection);

    public virtual ValueTask DisposeAsync() => Connection.DisposeAsync();

    protected async Task Execute(string text, CancellationToken cancellationToken)
    {
        await using var command = Connection.CreateCommand();
        command.CommandText = text;
        command.CommandTimeout = StatementSeconds;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Corporations whose mode the batch is checked against; a batch that changes facts locks those it changes for itself.</summary>
    protected static (List<string> Shared, List<string> Exclusive) ModesToCheck(IReadOnlyList<JournalWrite> batch)
    {
        var exclusive = new SortedSet<string>(
            batch.Where(write => write.ChangesFacts && write.Row.Corporation.Length > 0).Select(write => write.Row.Corporation),
            StringComparer.Ordinal);
        var shared = new SortedSet<string>(
            batch.Where(write => write.NeedsModeCheck && !exclusive.Contains(write.Row.Corporation)).Select(write => write.Row.Corporation),
            StringComparer.Ordinal);
        return ([.. shared], [.. exclusive]);
    }
}
