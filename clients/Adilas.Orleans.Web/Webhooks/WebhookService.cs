using Adilas.Access;
using Adilas.Corporations;
using Adilas.Jobs;
using Adilas.Paging;
using Adilas.Refusals;

namespace Adilas.Webhooks;

/// <summary>What people and programs do with the webhooks of a corporation, for endpoints and pages alike.</summary>
internal sealed class WebhookService(IGrainFactory grains, Boundary boundary, CallerAccessor callers)
{
    public Task<Page<Webhook>> List(CorporationId corporation, string? cursor, int? limit, CancellationToken cancellationToken)
    {
        boundary.Enter(corporation);
        return grains.Webhooks(corporation).List(cursor, limit, cancellationToken);
    }

    /// <returns>The endpoint with its secret, which is shown this once.</returns>
    public Task<WebhookWithSecret> Create(
        CorporationId corporation, WebhookDefinition definition, OperationKey? operation, CancellationToken cancellationToken)
    {
        boundary.Enter(corporation);
        return callers.As(operation, () => grains.Webhooks(corporation).Create(definition, cancellationToken));
    }

    public async Task<Webhook> Get(CorporationId corporation, WebhookId webhook, CancellationToken cancellationToken) =>
        await Grain(corporation, webhook).Find(cancellationToken) ?? throw Unknown();

    public async Task<Webhook> Change(
        CorporationId corporation, WebhookId webhook, WebhookChange change, long? expectedVersion, OperationKey? operation,
        CancellationToken cancellationToken)
    {
        var grain = Grain(corporation, webhook);
        return await callers.As(operation, () => grain.Change(change, expectedVersion, cancellationToken));
    }

    public async Task<Webhook> Remove(
        CorporationId corporation, WebhookId webhook, long? expectedVersion, OperationKey? operation, CancellationToken cancellationToken)
    {
        var grain = Grain(corporation, webhook);
        return await callers.As(operation, () => grain.Remove(expectedVersion, cancellationToken));
    }

    /// <returns>The endpoint with its new secret, which is shown this once.</returns>
    public Task<WebhookWithSecret> Rotate(CorporationId corporation, WebhookId webhook, OperationKey? operation, CancellationToken cancellationToken)
    {
        var grain = Grain(corporation, webhook);
        return callers.As(operation, () => grain.Rotate(cancellationToken));
    }

    public Task<JobId> Test(CorporationId corporation, WebhookId webhook, OperationKey? operation, CancellationToken cancellationToken)
    {
        var grain = Grain(corporation, webhook);
        return callers.As(operation, () => grain.Test(cancellationToken));
    }

    /// <summary>Newest first. A page may be short and have a next one all the same.</summary>
    public Task<Page<WebhookDelivery>> Deliveries(
        CorporationId corporation, WebhookId webhook, DeliveryQuery query, CancellationToken cancellationToken) =>
        Grain(corporation, webhook).Deliveries(query, cancellationToken);

    public async Task<WebhookDelivery> Delivery(CorporationId corporation, WebhookId webhook, JobId delivery, CancellationToken cancellationToken) =>
        await Grain(corporation, webhook).FindDelivery(delivery, cancellationToken)
        ?? throw new RefusedException(Refusal.NotFound, "delivery-unknown", "There is no such delivery to this webhook.", "delivery");

    /// <returns>The new delivery.</returns>
    public Task<JobId> Replay(
        CorporationId corporation, WebhookId webhook, JobId delivery, OperationKey? operation, CancellationToken cancellationToken)
    {
        var grain = Grain(corporation, webhook);
        return callers.As(operation, () => grain.Replay(delivery, cancellationToken));
    }

    /// <summary>Sends the next events of a span of time once more; go on with <see cref="WebhookReplay.Next"/> as the query's cursor.</summary>
    public Task<WebhookReplay> ReplayMany(
        CorporationId corporation, WebhookId webhook, DeliveryQuery query, OperationKey? operation, CancellationToken cancellationToken)
    {
        var grain = Grain(corporation, webhook);
        return callers.As(operation, () => grain.ReplayMany(query, cancellationToken));
    }

    /// <returns>How many events <see cref="ReplayMany"/> would send; counting stops at 10,000.</returns>
    public Task<int> CountReplay(CorporationId corporation, WebhookId webhook, DeliveryQuery query, CancellationToken cancellationToken) =>
        Grain(corporation, webhook).CountReplay(query, cancellationToken);

    private IWebhookGrain Grain(CorporationId corporation, WebhookId webhook)
    {
        boundary.Enter(corporation);
        return grains.Webhook(corporation, webhook);
    }

    private static RefusedException Unknown() => new(Refusal.NotFound, "webhook-unknown", "There is no such webhook.", "webhook");
}
