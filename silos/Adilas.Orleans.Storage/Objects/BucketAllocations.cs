using Adilas.Allocations;
using Adilas.Platform;
using Dapper;

namespace Adilas.Objects;

/// <summary>The tables <c>bucket_allocation</c> and <c>bucket_placement</c> of the platform database.</summary>
internal sealed class BucketAllocations(IPlatformDatabase platform, TimeProvider clock) : AllocationTables(platform, clock, "bucket")
{
    private const string Columns = "a.name, a.stack, a.corporation, a.state, a.created_at AS CreatedAt";

    private const string PlacementOf = $"""
        SELECT {Columns}, p.prefix, p.is_leaving AS IsLeaving FROM bucket_placement p JOIN bucket_allocation a ON a.name = p.bucket_name
        WHERE p.corporation = @corporation
        """;

    public IPlatformDatabase Platform { get; } = platform;

    public Task<BucketPlacement?> FindPlacement(string corporation, CancellationToken cancellationToken) => Read(
        async (connection, aborted) =>
            (await connection.QueryFirstOrDefaultAsync<PlacementRow>(Command(PlacementOf, new { corporation }, aborted)))?.ToPlacement(),
        cancellationToken);

    /// <summary>The corporation's placement and, in the same round trip, the stack's bucket.</summary>
    public Task<(BucketPlacement? Placement, BucketAllocation? Current)> FindPlacementAndCurrent(
        string corporation, string stack, CancellationToken cancellationToken) => Read(
        async (connection, aborted) =>
        {
            await using var answers = await connection.QueryMultipleAsync(Command(
                $"{PlacementOf}; SELECT {Columns} FROM bucket_allocation a WHERE a.current_of = @stack",
                new { corporation, stack },
                aborted));
            var placement = await answers.ReadFirstOrDefaultAsync<PlacementRow>();
            var current = await answers.ReadFirstOrDefaultAsync<AllocationRow>();
            return (placement?.ToPlacement(), current?.ToAllocation());
        },
        cancellationToken);

    public Task<BucketAllocation?> Find(string name, CancellationToken cancellationToken) => Read(
        async (connection, aborted) => (await connection.QueryFirstOrDefaultAsync<AllocationRow>(
            Command($"SELECT {Columns} FROM bucket_allocation a WHERE a.name = @name", new { name }, aborted)))?.ToAllocation(),
        cancellationToken);

    public Task<List<BucketAllocation>> List(CancellationToken cancellationToken) => Read<List<BucketAllocation>>(
        async (connection, aborted) =>
            [.. (await connection.QueryAsync<AllocationRow>(Command($"SELECT {Columns} FROM bucket_allocation a", new { }, aborted)))
                .Select(row => row.ToAllocation())],
        cancellationToken);

    /// <returns><c>false</c> when the corporation, or the stack, has its bucket already.</returns>
    public Task<bool> Insert(BucketAllocation row, CancellationToken cancellationToken)
    {
        var isOwn = row.Shape is BucketShape.Own;
        var alsoInsert = isOwn
            ? "INSERT INTO bucket_placement (corporation, bucket_name, prefix, placed_at) VALUES (@Corporation, @Name, '', @CreatedAt);"
            : "";
        return TryInsert(
            $"""
            INSERT INTO bucket_allocation (name, stack, corporation, current_of, state, created_at)
            VALUES (@Name, @Stack, @Corporation, @currentOf, 0, @CreatedAt);
            {alsoInsert}
            """,
            new { row.Name, row.Stack, row.Corporation, currentOf = isOwn ? null : row.Stack, row.CreatedAt },
            cancellationToken);
    }

    /// <returns><c>false</c> when the corporation has a placement already.</returns>
    public Task<bool> InsertPlacement(string corporation, string name, string prefix, CancellationToken cancellationToken) => TryInsert(
        "INSERT INTO bucket_placement (corporation, bucket_name, prefix, placed_at) VALUES (@corporation, @name, @prefix, @now)",
        new { corporation, name, prefix, now = Now() },
        cancellationToken);

    private class AllocationRow
    {
        public string Name { get; init; } = "";

        public string Stack { get; init; } = "";

        public string? Corporation { get; init; }

        public long State { get; init; }

        public long CreatedAt { get; init; }

        public BucketAllocation ToAllocation() =>
            new() { Name = Name, Stack = Stack, Corporation = Corporation, State = (AllocationState)State, CreatedAt = CreatedAt };
    }

    private sealed class PlacementRow : AllocationRow
    {
        public string Prefix { get; init; } = "";

        public long IsLeaving { get; init; }

        public BucketPlacement ToPlacement() => new(ToAllocation(), Prefix, IsLeaving != 0);
    }
}
