using Adilas.Platform;
using Adilas.Storage;
using Dapper;

namespace Adilas.Settings;

/// <summary>Reads the projection <c>settings_layer</c>.</summary>
internal sealed class LayerDirectory(IPlatformDatabase database) : ILayerDirectory
{
    /// <summary>Greater than whatever a name may go on with.</summary>
    private const char AfterAll = '~';

    private const string Columns = """
        SELECT CAST(grain_key AS CHAR) AS GrainKey, source_version AS Version, changed_at AS ChangedAt, actor AS Actor FROM settings_layer
        WHERE kind = @kind
        """;

    public Task<IReadOnlyList<LayerLine>> List(LayerSpan span, string? after, int limit, CancellationToken cancellationToken) =>
        database.Read<IReadOnlyList<LayerLine>>(
            async (connection, token) =>
            {
                var within = span.IsWhole ? "name = @from" : "name >= @from AND name < @until";
                var text = $"{Columns} AND {within}{(after is null ? "" : " AND name > @after")} ORDER BY name LIMIT @limit";
                var parameters = new { kind = (int)span.Kind, from = span.Beginning, until = span.Beginning + AfterAll, after, limit };
                var rows = await connection.QueryAsync<Row>(new CommandDefinition(text, parameters, cancellationToken: token));
                return [.. rows.Select(row => row.ToLine())];
            },
            cancellationToken);

    private sealed class Row
    {
        public string GrainKey { get; init; } = "";

        public long Version { get; init; }

        public long ChangedAt { get; init; }

        public string Actor { get; init; } = "";

        public LayerLine ToLine() => new(ProfileScope.FromGrainKey(GrainKey), Version, StoredTime.FromMicroseconds(ChangedAt), Actor);
    }
}
