using Adilas.Storage;

namespace Adilas.Webhooks;

/// <summary>A row for each kind of events that an endpoint wants: what every event of its corporation is looked up in.</summary>
internal sealed class WebhookEventProjection() : ListProjection<WebhookState>(
    StorageNames.Webhook, "webhook_event", "pattern", "corporation", "webhook_id", "queue", "collects_until")
{
    protected override IReadOnlyList<IReadOnlyList<object?>> Rows(string grainKey, WebhookState state)
    {
        if (!state.Exists) return [];
        var (corporation, webhook) = WebhookGrainFactory.ReadWebhookKey(grainKey);
        var until = state.IsEnabled ? long.MaxValue : StoredTime.ToMicroseconds(state.KeptUntil!.Value);
        return [.. state.Events.Select(pattern => (IReadOnlyList<object?>)[pattern, corporation.Value, webhook.Value, webhook.Queue, until])];
    }
}
