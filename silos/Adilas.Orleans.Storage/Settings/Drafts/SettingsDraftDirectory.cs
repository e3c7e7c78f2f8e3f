using Adilas.Corporations;
using Adilas.Platform;
using Adilas.Storage;
using Dapper;

namespace Adilas.Settings.Drafts;

/// <summary>Reads the projection <c>settings_draft</c>.</summary>
internal sealed class SettingsDraftDirectory(IPlatformDatabase database) : ISettingsDraftDirectory
{
    private const string Columns = """
        SELECT CAST(layer AS CHAR) AS Layer, CAST(draft AS CHAR) AS Draft,
          phase AS Phase, kind AS Kind, author AS Author, reason AS Reason, needs_approval AS NeedsApproval,
          created_at AS CreatedAt, changed_at AS ChangedAt, effective_at AS EffectiveAt
        FROM settings_draft
        """;

    private const string Count = "SELECT COUNT(*) FROM settings_draft WHERE layer = @layerKey AND has_ended = 0";

    public Task<IReadOnlyList<SettingsDraftSummary>> List(
        string layerKey, SettingsDraftPhase? phase, SettingsDraftId? before, int limit, CancellationToken cancellationToken) => Read(
            ["layer = @layerKey", phase is null ? "" : "phase = @phase", before is null ? "" : "draft < @before"],
            new { layerKey, phase = (int?)phase, before = before?.Value, limit },
            cancellationToken);

    // Ids are made of time and chance: that two layers have drafts of one id would take the same millisecond and 35 bits alike.
    public Task<IReadOnlyList<SettingsDraftSummary>> ListAcross(
        CorporationId? corporation,
        SettingsDraftPhase? phase,
        bool waitsForApproval,
        SettingsDraftId? before,
        int limit,
        CancellationToken cancellationToken) =>
        Read(
            [
                corporation is null ? "" : "corporation = @corporation",
                phase is null && !waitsForApproval ? "has_ended = 0" : "",
                phase is null ? "" : "phase = @phase",
                waitsForApproval ? $"phase = {(int)SettingsDraftPhase.Open} AND needs_approval = 1" : "",
                before is null ? "" : "draft < @before",
            ],
            new { corporation = corporation?.Value, phase = (int?)phase, before = before?.Value, limit },
            cancellationToken);

    public Task<int> CountWaiting(string layerKey, CancellationToken cancellationToken) => database.Read(
        async (connection, token) => await connection.ExecuteScalarAsync<int>(new CommandDefinition(Count, new { layerKey }, cancellationToken: token)),
        cancellationToken);

    private Task<IReadOnlyList<SettingsDraftSummary>> Read(string[] conditions, object parameters, CancellationToken cancellationToken) =>
        database.Read<IReadOnlyList<SettingsDraftSummary>>(
            async (connection, token) =>
            {
                var where = string.Join(" AND ", conditions.Where(condition => condition.Length > 0));
                var text = $"{Columns} WHERE {where} ORDER BY draft DESC LIMIT @limit";
                var rows = await connection.QueryAsync<Row>(new CommandDefinition(text, parameters, cancellationToken: token));
                return [.. rows.Select(row => row.ToSummary())];
            },
            cancellationToken);

    private sealed class Row
    {
        public string Layer { get; init; } = "";

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
            EffectiveAt is { } time ? StoredTime.FromMicroseconds(time) : null)
        {
            Scope = ProfileScope.FromGrainKey(Layer).Text,
        };
    }
}
