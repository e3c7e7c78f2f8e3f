using Adilas.Allocations;
using Adilas.Platform;
using Dapper;

namespace Adilas.Databases;

/// <summary>The tables <c>database_allocation</c> and <c>database_placement</c> of the platform database.</summary>
internal sealed class DatabaseAllocations(IPlatformDatabase platform, TimeProvider clock) : AllocationTables(platform, clock, "database")
{
    private const string Columns = "a.name, a.server, a.stack, a.corporation, a.secret, a.state, a.created_at AS CreatedAt";

    private const string PlacementOf = $"""
        SELECT {Columns}, p.is_leaving AS IsLeaving FROM database_placement p JOIN database_allocation a ON a.name = p.database_name
        WHERE p.corporation = @corporation
        """;

    private const string CurrentOf = $"""
        SELECT {Columns}, (SELECT COUNT(*) FROM database_placement p WHERE p.database_name = a.name) AS Corporations
        FROM database_allocation a WHERE a.current_of = @stack
        """;

    public Task<DatabasePlacement?> FindPlacement(string corporation, CancellationToken cancellationToken) => Read(
        async (connection, aborted) =>
            ToPlacement(await connection.QueryFirstOrDefaultAsync<PlacementRow>(Command(PlacementOf, new { corporation }, aborted))),
        cancellationToken);

    /// <summary>The corporation's placement and, in the same round trip, the database that the stack fills now.</summary>
    public Task<(DatabasePlacement? Placement, DatabaseAllocation? Current, long Corporations)> FindPlacementAndCurrent(
        string corporation, string stack, CancellationToken cancellationToken) => Read(
        async (connection, aborted) =>
        {
            await using var answers = await connection.QueryMultipleAsync(
                Command($"{PlacementOf};{CurrentOf}", new { corporation, stack }, aborted));
            var placement = ToPlacement(await answers.ReadFirstOrDefaultAsync<PlacementRow>());
            var current = await answers.ReadFirstOrDefaultAsync<CurrentRow>();
            return (placement, current?.ToAllocation(), current?.Corporations ?? 0);
        },
        cancellationToken);

    public Task<DatabaseAllocation?> Find(string name, CancellationToken cancellationToken) => Read(
        async (connection, aborted) => (await connection.QueryFirstOrDefaultAsync<AllocationRow>(
            Command($"SELECT {Columns} FROM database_allocation a WHERE a.name = @name", new { name }, aborted)))?.ToAllocation(),
        cancellationToken);

    public Task<List<DatabaseAllocation>> List(CancellationToken cancellationToken) => Read<List<DatabaseAllocation>>(
        async (connection, aborted) =>
            [.. (await connection.QueryAsync<AllocationRow>(Command($"SELECT {Columns} FROM database_allocation a", new { }, aborted)))
                .Select(row => row.ToAllocation())],
        cancellationToken);

    /// <returns><c>false</c> when the corporation has an allocation already.</returns>
    public Task<bool> InsertOwn(DatabaseAllocation own, CancellationToken cancellationToken) => Insert(
        own,
        currentOf: null,
        "INSERT INTO database_placement (corporation, database_name, placed_at) VALUES (@Corporation, @Name, @CreatedAt);",
        cancellationToken);

    /// <returns><c>false</c> when the stack has a database to fill already.</returns>
    public Task<bool> InsertShared(DatabaseAllocation shared, CancellationToken cancellationToken) =>
        Insert(shared, currentOf: shared.Stack, alsoInsert: "", cancellationToken);

    /// <returns><c>false</c> when the corporation has a placement already.</returns>
    public Task<bool> InsertPlacement(string corporation, string name, CancellationToken cancellationToken) => TryInsert(
        "INSERT INTO database_placement (corporation, database_name, placed_at) VALUES (@corporation, @name, @now)",
        new { corporation, name, now = Now() },
        cancellationToken);

    /// <summary>The stack's next corporation starts another database.</summary>
    public Task Retire(string name, CancellationToken cancellationToken) =>
        Change("UPDATE database_allocation SET current_of = NULL WHERE name = @name", new { name }, cancellationToken);

    private Task<bool> Insert(DatabaseAllocation row, string? currentOf, string alsoInsert, CancellationToken cancellationToken) => TryInsert(
        $"""
        INSERT INTO database_allocation (name, server, stack, corporation, current_of, secret, state, created_at)
        VALUES (@Name, @Server, @Stack, @Corporation, @currentOf, @Secret, 0, @CreatedAt);
        {alsoInsert}
        """,
        new { row.Name, row.Server, row.Stack, row.Corporation, currentOf, row.Secret, row.CreatedAt },
        cancellationToken);

    private static DatabasePlacement? ToPlacement(PlacementRow? row) => row is null ? null : new(row.ToAllocation(), row.IsLeaving != 0);

    private class AllocationRow
    {
        public string Name { get; init; } = "";

        public string Server { get; init; } = "";

        public string Stack { get; init; } = "";

        public string? Corporation { get; init; }

        public byte[]? Secret { get; init; }

        public long State { get; init; }

        public long CreatedAt { get; init; }

        public DatabaseAllocation ToAllocation() => new()
        {
            Name = Name,
            Server = Server,
            Stack = Stack,
            Corporation = Corporation,
            Secret = Secret,
            State = (AllocationState)State,
            CreatedAt = CreatedAt,
        };
    }

    private sealed class PlacementRow : AllocationRow
    {
        public long IsLeaving { get; init; }
    }

    private sealed class CurrentRow : AllocationRow
    {
        public long Corporations { get; init; }
    }
}
