using Adilas.Platform;
using Adilas.Storage;
using Dapper;

namespace Adilas.Provisioning;

/// <summary>Reads the projection of unfinished sagas.</summary>
internal sealed class PendingSagas(IPlatformDatabase database) : IPendingSagas
{
    private const string Due = """
        SELECT CAST(grain_key AS CHAR) FROM saga_pending
        WHERE kind = @kind AND due_at <= @dueBy AND grain_key > @after ORDER BY grain_key LIMIT @limit
        """;

    public Task<IReadOnlyList<string>> List(
        string kind, DateTimeOffset dueBy, string? afterKey, int limit, CancellationToken cancellationToken) =>
        database.Read<IReadOnlyList<string>>(
            async (connection, token) =>
            {
                var parameters = new { kind, dueBy = StoredTime.ToMicroseconds(dueBy), after = afterKey ?? "", limit };
                return [.. await connection.QueryAsync<string>(new CommandDefinition(Due, parameters, cancellationToken: token))];
            },
            cancellationToken);
}
