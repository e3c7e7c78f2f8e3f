using Adilas.Platform;
using Adilas.Storage;
using Dapper;

namespace Adilas.Settings.Drafts;

/// <summary>Reads the projection <c>settings_draft</c>.</summary>
internal sealed class SettingsDraftDirectory(IPlatformDatabase database) : ISettingsDraftDirectory
{
    private const string Columns = """
        SELECT CAST(draft AS CHAR) AS Draft, phase AS Phase, kind AS Kind, author AS Author, reason AS Reason, needs_approval AS NeedsApproval,
          created_at AS CreatedAt, changed_at AS ChangedAt, effective_at AS EffectiveAt
        FROM settings_draft
        """;

    private const string Count = "SELECT COUNT(*) FROM settings_draft WHERE layer = @layerKey AND has_ended = 0";

    public Task<IReadOnlyList<SettingsDraftSummary>> List(
        string layerKey, SettingsDraftPhase? phase, SettingsDraftId? before, int limit, CancellationToken cancellationToken) =>
        database.Read<IReadOnlyList<SettingsDraftSummary>>(
            async (connection, token) =>
            {
                var ofPhase = phase is null ? "" : "AND phase = @phase ";
                var from = before is null ? "" : "AND draft < @before ";
                var text = $"{Columns} WHERE layer = @layerKey {ofPhase}{from}ORDER BY draft DESC LIMIT @limit";
                var parameters = new { layerKey, phase = (int?)phase, before = before?.Value, limit };
                var rows = await connection.QueryAsync<Row>(new CommandDefinition(text, parameters, cancellationToken: token));
                return [.. rows.Select(row => row.ToSummary())];
            },
            cancellationToken);

    public Task<int> CountWaiting(string layerKey, CancellationToken cancellationToken) => database.Read(
        async (connection, token) => await connection.ExecuteScalarAsync<int>(new CommandDefinition(Count, new { layerKey }, cancellationToken: token)),
        cancellationToken);

    private sealed class Row
    {
        public string Draft { get; init; } = "";

        public long Phase { get; init; }

        public long Kind { get; init; }

        public string Author { get; init; } = "";

        public string? Reason { get; init; }

        public long NeedsApproval { get; init; }

        public long CreatedAt { get; init; }

        public long ChangedAt { get; init; }

        public long? EffectiveAt { get; init; }

        public SettingsDraftSummary ToSummary() => new(
            SettingsDraftId.Parse(Draft),
            (SettingsDraftPhase)Phase,
            (SettingsEditKind)Kind,
            Author,
            Reason,
            NeedsApproval != 0,
            StoredTime.FromMicroseconds(CreatedAt),
            StoredTime.FromMicroseconds(ChangedAt),
            EffectiveAt is { } time ? StoredTime.FromMicroseconds(time) : null);
    }
}
