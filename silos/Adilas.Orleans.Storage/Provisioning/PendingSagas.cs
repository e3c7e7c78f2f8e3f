using Adilas.Platform;
using Adilas.Storage;
using Dapper;

namespace Adilas.Provisioning;

/// <summary>Reads the projection of unfinished sagas.</summary>
internal sealed class PendingSagas(IPlatformDatabase database) : IPendingSagas
{
    private const string Due = """
        SELECT CAST(grain_key AS CHAR) AS GrainKey, due_at AS DueAt FROM saga_pending
        WHERE kind = @kind AND due_at <= @dueBy AND grain_key > @after ORDER BY grain_key LIMIT @limit
        """;

    public async Task<IReadOnlyList<string>> List(
        string kind, DateTimeOffset dueBy, string? afterKey, int limit, CancellationToken cancellationToken) =>
        [.. (await ListDue(kind, dueBy, afterKey, limit, cancellationToken)).Select(saga => saga.GrainKey)];

    public Task<IReadOnlyList<PendingSaga>> ListDue(
        string kind, DateTimeOffset dueBy, string? afterKey, int limit, CancellationToken cancellationToken) =>
        database.Read<IReadOnlyList<PendingSaga>>(
            async (connection, token) =>
            {
                var parameters = new { kind, dueBy = StoredTime.ToMicroseconds(dueBy), after = afterKey ?? "", limit };
                var rows = await connection.QueryAsync<Row>(new CommandDefinition(Due, parameters, cancellationToken: token));
                return [.. rows.Select(row => new PendingSaga(row.GrainKey, StoredTime.FromMicroseconds(row.DueAt)))];
            },
            cancellationToken);

    private sealed class Row
    {
        public string GrainKey { get; init; } = "";

        public long DueAt { get; init; }
    }
}
