using Adilas.Feeds;
using Adilas.Platform;
using Dapper;

namespace Adilas.Settings;

/// <summary>Lists layers from the projection that feeds read too.</summary>
internal sealed class SettingsDirectory(IPlatformDatabase database) : ISettingsDirectory
{
    private const string Page = """
        SELECT CAST(grain_key AS CHAR) AS GrainKey, source_version AS Version FROM settings_version
        WHERE grain_key > @after ORDER BY grain_key LIMIT @limit
        """;

    public Task<IReadOnlyList<GrainVersion>> List(string? afterKey, int limit, CancellationToken cancellationToken) =>
        database.Read<IReadOnlyList<GrainVersion>>(
            async (connection, token) =>
            {
                var command = new CommandDefinition(Page, new { after = afterKey ?? "", limit }, cancellationToken: token);
                var rows = await connection.QueryAsync<Row>(command);
                return [.. rows.Select(row => new GrainVersion(row.GrainKey, row.Version))];
            },
            cancellationToken);

    private sealed class Row
    {
        public string GrainKey { get; set; } = "";

        public long Version { get; set; }
    }
}
