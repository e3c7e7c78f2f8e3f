using Adilas.Access;
using Adilas.Corporations;
using Adilas.Platform;
using Adilas.Storage;
using Dapper;

namespace Adilas.ApiKeys;

/// <summary>Lists API keys from their projection.</summary>
internal sealed class ApiKeyDirectory(IPlatformDatabase database) : IApiKeyDirectory
{
    private const string Columns = """
        SELECT CAST(key_id AS CHAR) AS Id, CAST(corporation AS CHAR) AS Corporation, name AS Name, scopes AS Scopes, created_at AS CreatedAt,
          expires_at AS ExpiresAt, revoked_at AS RevokedAt
        FROM api_key_directory
        """;

    private const string All = Columns + " WHERE key_id > @after ORDER BY key_id LIMIT @limit";
    private const string OfOne = Columns + " WHERE corporation = @corporation AND key_id > @after ORDER BY key_id LIMIT @limit";

    public Task<IReadOnlyList<ApiKey>> List(CorporationId? corporation, string? afterId, int limit, CancellationToken cancellationToken) =>
        database.Read<IReadOnlyList<ApiKey>>(
            async (connection, token) =>
            {
                var parameters = new { corporation = corporation?.Value, after = afterId ?? "", limit };
                var rows = await connection.QueryAsync<Row>(
                    new CommandDefinition(corporation is null ? All : OfOne, parameters, cancellationToken: token));
                return [.. rows.Select(row => row.ToKey())];
            },
            cancellationToken);

    private sealed class Row
    {
        public string Id { get; set; } = "";

        public string Corporation { get; set; } = "";

        public string Name { get; set; } = "";

        public long Scopes { get; set; }

        public long CreatedAt { get; set; }

        public long? ExpiresAt { get; set; }

        public long? RevokedAt { get; set; }

        public ApiKey ToKey() => new(
            Id,
            Name,
            Corporation.Length == 0 ? null : CorporationId.Parse(Corporation),
            new PermissionSet((ulong)Scopes),
            StoredTime.FromMicroseconds(CreatedAt),
            Time(ExpiresAt),
            Time(RevokedAt),
            LastUsedAt: null);

        private static DateTimeOffset? Time(long? microseconds) =>
            microseconds is { } known ? StoredTime.FromMicroseconds(known) : null;
    }
}
