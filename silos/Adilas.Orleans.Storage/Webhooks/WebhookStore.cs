using System.Data.Common;
using System.Text.Json;
using Adilas.Corporations;
using Adilas.Platform;
using Adilas.Storage;

namespace Adilas.Webhooks;

/// <summary>Reads the table <c>webhook</c>.</summary>
internal sealed class WebhookStore(IPlatformDatabase database) : IWebhookStore
{
    private const string Columns = """
        SELECT CAST(webhook_id AS CHAR), source_version, url, events, description, is_enabled, disabled_reason, disabled_at, kept_until, failing_since,
          failures, old_secret_until, created_at, changed_at, changed_by
        FROM webhook WHERE corporation = @corporation AND webhook_id > @after ORDER BY webhook_id LIMIT @limit
        """;

    public Task<IReadOnlyList<Webhook>> List(CorporationId corporation, WebhookId? after, int limit, CancellationToken cancellationToken) =>
        database.ReadRows(
            Columns,
            command => command.Add("@corporation", corporation.Value).Add("@after", after?.Value ?? "").Add("@limit", limit),
            Read,
            cancellationToken);

    public async Task<int> Count(CorporationId corporation, CancellationToken cancellationToken)
    {
        var counted = await database.ReadRows(
            "SELECT COUNT(*) FROM webhook WHERE corporation = @corporation",
            command => command.Add("@corporation", corporation.Value),
            reader => reader.GetInt32(0),
            cancellationToken);
        return counted.Single();
    }

    private static Webhook Read(DbDataReader reader) => new(
        WebhookId.Parse(reader.GetString(0)),
        reader.GetInt64(1),
        reader.GetString(2),
        [.. JsonSerializer.Deserialize<string[]>(reader.GetString(3), StoredJson.Options)!],
        Text(reader, 4),
        reader.GetInt32(5) != 0,
        StoredTime.FromMicroseconds(reader.GetInt64(12)),
        StoredTime.FromMicroseconds(reader.GetInt64(13)),
        reader.GetString(14))
    {
        DisabledReason = Text(reader, 6),
        DisabledAt = Time(reader, 7),
        KeptUntil = Time(reader, 8),
        FailingSince = Time(reader, 9),
        Failures = reader.GetInt32(10),
        OldSecretUntil = Time(reader, 11),
    };

    private static DateTimeOffset? Time(DbDataReader reader, int place) =>
        reader.IsDBNull(place) ? null : StoredTime.FromMicroseconds(reader.GetInt64(place));

    private static string? Text(DbDataReader reader, int place) => reader.IsDBNull(place) ? null : reader.GetString(place);
}
