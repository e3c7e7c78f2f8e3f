using System.Data;
using System.Data.Common;
using Adilas.Corporations;
using Adilas.Platform;
using Adilas.Storage;
using Dapper;

namespace Adilas.Stacks;

/// <summary>
/// The tables <c>stack_place</c> and <c>stack_load</c>. A place and the number of places change in one transaction, and the number only
/// while it is below the capacity: whoever asks, from whichever silo, gets none too many.
/// </summary>
internal sealed class StackPlaces(IPlatformDatabase database, TimeProvider clock) : IStackPlaces
{
    private const string All = """
        SELECT s.stack AS Id, s.kind AS Kind, s.capacity AS Capacity, s.registered_at AS RegisteredAt, s.source_version AS Version,
          COALESCE(l.places, 0) AS Corporations, m.from_at AS MaintenanceFrom, m.until_at AS MaintenanceUntil, m.reason AS Reason, m.set_by AS SetBy
        FROM stack_directory s LEFT JOIN stack_load l ON l.stack = s.stack LEFT JOIN stack_maintenance m ON m.stack = s.stack AND m.until_at > @now
        ORDER BY s.stack LIMIT @limit
        """;

    private const string Raise = """
        UPDATE stack_load SET places = places + 1
        WHERE stack = @stack AND places < (SELECT capacity FROM stack_directory WHERE stack = @stack)
        """;

    public Task<IReadOnlyList<Stack>> List(CancellationToken cancellationToken) => database.Read<IReadOnlyList<Stack>>(
        async (connection, token) =>
        {
            var values = new { limit = IStackDirectoryGrain.MaxStacks, now = StoredTime.ToMicroseconds(clock.GetUtcNow()) };
            var rows = await connection.QueryAsync<Row>(new CommandDefinition(All, values, cancellationToken: token));
            return [.. rows.Select(row => row.ToStack())];
        },
        cancellationToken);

    public Task<long> Count(StackId stack, CancellationToken cancellationToken) => database.Read(
        (connection, token) => connection.ExecuteScalarAsync<long>(
            new CommandDefinition("SELECT places FROM stack_load WHERE stack = @stack", new { stack = stack.Value }, cancellationToken: token)),
        cancellationToken);

    public Task<StackId?> Find(CorporationId corporation, CancellationToken cancellationToken) =>
        database.Read((connection, token) => Find(connection, corporation, token), cancellationToken);

    public Task<bool> TryTake(CorporationId corporation, StackId stack, CancellationToken cancellationToken) => database.Write(
        async (connection, token) =>
        {
            var place = new { corporation = corporation.Value, stack = stack.Value, now = StoredTime.ToMicroseconds(clock.GetUtcNow()) };
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, token);
            try
            {
                await Execute("INSERT INTO stack_place (corporation, stack, placed_at) VALUES (@corporation, @stack, @now)");
                await Execute(FirstPlace);
            }
            catch (DbException failure) when (DatabaseFailures.Classify(failure, connection) is DatabaseFailure.Duplicate)
            {
                return false;
            }

            if (await Execute(Raise) == 0) return false;
            await transaction.CommitAsync(CancellationToken.None);
            return true;

            Task<int> Execute(string text) => connection.ExecuteAsync(new CommandDefinition(text, place, transaction, cancellationToken: token));
        },
        cancellationToken);

    public Task GiveBack(CorporationId corporation, CancellationToken cancellationToken) => database.Write(
        async (connection, token) =>
        {
            if (await Find(connection, corporation, token) is not { } stack) return false;

            // Whoever deletes the place lowers the number, and nobody else.
            var place = new { corporation = corporation.Value, stack = stack.Value };
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, token);
            if (await Execute("DELETE FROM stack_place WHERE corporation = @corporation AND stack = @stack") == 0) return false;
            await Execute("UPDATE stack_load SET places = places - 1 WHERE stack = @stack");
            await transaction.CommitAsync(CancellationToken.None);
            return true;

            Task<int> Execute(string text) => connection.ExecuteAsync(new CommandDefinition(text, place, transaction, cancellationToken: token));
        },
        cancellationToken);

    private static async Task<StackId?> Find(DbConnection connection, CorporationId corporation, CancellationToken cancellationToken)
    {
        const string text = "SELECT stack FROM stack_place WHERE corporation = @corporation";
        var stack = await connection.ExecuteScalarAsync<string?>(
            new CommandDefinition(text, new { corporation = corporation.Value }, cancellationToken: cancellationToken));
        return stack is null ? null : StackId.Parse(stack);
    }

    private string FirstPlace => database.Dialect switch
    {
        SqlDialect.MySql => "INSERT INTO stack_load (stack, places) VALUES (@stack, 0) ON DUPLICATE KEY UPDATE places = places",
        SqlDialect.Sqlite => "INSERT INTO stack_load (stack, places) VALUES (@stack, 0) ON CONFLICT DO NOTHING",
    };

    private sealed class Row
    {
        public string Id { get; set; } = "";

        public long Kind { get; set; }

        public long Capacity { get; set; }

        public long RegisteredAt { get; set; }

        public long Version { get; set; }

        public long Corporations { get; set; }

        public long? MaintenanceFrom { get; set; }

        public long? MaintenanceUntil { get; set; }

        public string? Reason { get; set; }

        public string? SetBy { get; set; }

        public Stack ToStack() => new(
            StackId.Parse(Id), (StackKind)Kind, (int)Capacity, Corporations, StoredTime.FromMicroseconds(RegisteredAt), Version)
        {
            Maintenance = MaintenanceFrom is { } from && MaintenanceUntil is { } until
                ? new StackMaintenance(StoredTime.FromMicroseconds(from), StoredTime.FromMicroseconds(until), Reason!, SetBy!)
                : null,
        };
    }
}
