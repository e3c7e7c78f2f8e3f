using System.Data.Common;
using Adilas.Platform;
using Adilas.Storage;
using Dapper;

namespace Adilas.Allocations;

/// <summary>
/// What the tables <c>{thing}_allocation</c> and <c>{thing}_placement</c> of the platform database have in common: things are made, given
/// to corporations and taken away, each step on record before it is done.
/// </summary>
internal abstract class AllocationTables(IPlatformDatabase platform, TimeProvider clock, string thing)
{
    public Task MarkReady(string name, CancellationToken cancellationToken) =>
        Change($"UPDATE {thing}_allocation SET state = 1 WHERE name = @name AND state = 0", new { name }, cancellationToken);

    public Task MarkLeaving(string corporation, CancellationToken cancellationToken) => Change(
        $"""
        UPDATE {thing}_placement SET is_leaving = 1 WHERE corporation = @corporation;
        UPDATE {thing}_allocation SET state = 2 WHERE corporation = @corporation;
        """,
        new { corporation },
        cancellationToken);

    /// <summary>Forgets the corporation's placement, and the thing of its own with it.</summary>
    public Task Delete(string corporation, CancellationToken cancellationToken) => Change(
        $"""
        DELETE FROM {thing}_placement WHERE corporation = @corporation AND is_leaving = 1;
        DELETE FROM {thing}_allocation WHERE corporation = @corporation AND state = 2;
        """,
        new { corporation },
        cancellationToken);

    public long Now() => StoredTime.ToMicroseconds(clock.GetUtcNow());

    protected Task<T> Read<T>(Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        platform.Read(work, cancellationToken);

    /// <returns><c>false</c> when a row with one of the keys is there already; then nothing was inserted.</returns>
    protected async Task<bool> TryInsert(string sql, object values, CancellationToken cancellationToken) => await platform.Write(
        async (connection, aborted) =>
        {
            try
            {
                await InTransaction(connection, sql, values, aborted);
                return true;
            }
            catch (DbException failure) when (DatabaseFailures.Classify(failure) is DatabaseFailure.Duplicate)
            {
                return false;
            }
        },
        cancellationToken);

    protected Task<int> Change(string sql, object values, CancellationToken cancellationToken) =>
        platform.Write((connection, aborted) => InTransaction(connection, sql, values, aborted), cancellationToken);

    protected static CommandDefinition Command(string sql, object values, CancellationToken cancellationToken) =>
        new(sql, values, cancellationToken: cancellationToken);

    private static async Task<int> InTransaction(DbConnection connection, string sql, object values, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var rows = await connection.ExecuteAsync(new CommandDefinition(sql, values, transaction, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        return rows;
    }
}
