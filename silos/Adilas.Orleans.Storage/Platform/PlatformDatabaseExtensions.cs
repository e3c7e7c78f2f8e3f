using System.Data.Common;
using Adilas.Refusals;

namespace Adilas.Platform;

/// <summary>
/// Runs statements of the platform database away from the caller's scheduler (the embedded driver blocks its thread, which would
/// be a grain's) and with driver failures turned into refusals.
/// </summary>
public static class PlatformDatabaseExtensions
{
    /// <summary>Reads with a pooled connection.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Unavailable"/>: see <see cref="IPlatformDatabase.Refuse"/>.</exception>
    public static Task<T> Read<T>(
        this IPlatformDatabase database, Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        Task.Run(() => Run(database, work, cancellationToken), cancellationToken);

    /// <summary>Reads the rows of one statement.</summary>
    /// <inheritdoc cref="Read{T}"/>
    public static Task<IReadOnlyList<T>> ReadRows<T>(
        this IPlatformDatabase database, string text, Action<DbCommand> bind, Func<DbDataReader, T> read, CancellationToken cancellationToken) =>
        database.Read<IReadOnlyList<T>>(
            async (connection, token) =>
            {
                await using var command = connection.CreateCommand();
                command.CommandText = text;
                bind(command);
                await using var reader = await command.ExecuteReaderAsync(token);
                var found = new List<T>();
                while (await reader.ReadAsync(token)) found.Add(read(reader));
                return found;
            },
            cancellationToken);

    /// <summary>Changes rows that are not written through the journal; each statement commits by itself unless the work opens a transaction.</summary>
    public static Task<T> Write<T>(
        this IPlatformDatabase database, Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        Task.Run(
            async () =>
            {
                using var turn = await database.EnterWriteAsync(cancellationToken);
                return await Run(database, work, cancellationToken);
            },
            cancellationToken);

    private static async Task<T> Run<T>(
        IPlatformDatabase database, Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        try
        {
            return await work(connection, cancellationToken);
        }
        catch (Exception failure) when (failure.IsDriverFailure())
        {
            throw database.Refuse(failure);
        }
    }
}
