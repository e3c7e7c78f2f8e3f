using System.Text.Json;
using Adilas.Storage;

namespace Adilas.Webhooks;

/// <summary>One row an endpoint, by which they are listed and disabled ones hold up their queues.</summary>
internal sealed class WebhookProjection() : Projection<WebhookState>(
    StorageNames.Webhook,
    "webhook",
    "corporation", "webhook_id", "queue", "url", "events", "description", "is_enabled", "disabled_reason", "disabled_at", "kept_until",
    "failing_since", "failures", "old_secret_until", "created_at", "changed_at", "changed_by")
{
    protected override IReadOnlyList<object?>? Row(string grainKey, WebhookState state)
    {
        if (!state.Exists) return null;
        var (corporation, webhook) = WebhookGrainFactory.ReadWebhookKey(grainKey);
        return
        [
            corporation.Value,
            webhook.Value,
            webhook.Queue,
            state.Url,
            JsonSerializer.Serialize(state.Events, StoredJson.Options),
            state.Description,
            state.IsEnabled ? 1 : 0,
            state.DisabledReason,
            Stored(state.DisabledAt),
            Stored(state.KeptUntil),
            Stored(state.FailingSince),
            state.Failures,
            Stored(state.OldSecretUntil),
            Stored(state.CreatedAt),
            Stored(state.ChangedAt),
            state.ChangedBy,
        ];
    }

    private static long? Stored(DateTimeOffset? time) => time is { } known ? StoredTime.ToMicroseconds(known) : null;
}
