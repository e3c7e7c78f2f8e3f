using Adilas.Platform;
using Adilas.Storage;
using Dapper;

namespace Adilas.Stacks;

/// <summary>Counts from the index of the directory of corporations by stack.</summary>
internal sealed class StackLoads(IPlatformDatabase database) : IStackLoads
{
    private const string All = """
        SELECT s.stack AS Id, s.kind AS Kind, s.capacity AS Capacity, s.registered_at AS RegisteredAt, s.source_version AS Version,
          (SELECT COUNT(*) FROM corporation_directory d WHERE d.stack = s.stack) AS Corporations
        FROM stack_directory s ORDER BY s.stack LIMIT @limit
        """;

    private const string One = "SELECT COUNT(*) FROM corporation_directory WHERE stack = @stack";

    public Task<IReadOnlyList<Stack>> List(CancellationToken cancellationToken) => database.Read<IReadOnlyList<Stack>>(
        async (connection, token) =>
        {
            var rows = await connection.QueryAsync<Row>(new CommandDefinition(All, new { limit = IStackDirectoryGrain.MaxStacks }, cancellationToken: token));
            return [.. rows.Select(row => row.ToStack())];
        },
        cancellationToken);

    public Task<long> Count(StackId stack, CancellationToken cancellationToken) => database.Read(
        (connection, token) => connection.ExecuteScalarAsync<long>(
            new CommandDefinition(One, new { stack = stack.Value }, cancellationToken: token)),
        cancellationToken);

    private sealed class Row
    {
        public string Id { get; set; } = "";

        public long Kind { get; set; }

        public long Capacity { get; set; }

        public long RegisteredAt { get; set; }

        public long Version { get; set; }

        public long Corporations { get; set; }

        public Stack ToStack() => new(
            StackId.Parse(Id), (StackKind)Kind, (int)Capacity, Corporations, StoredTime.FromMicroseconds(RegisteredAt), Version);
    }
}
