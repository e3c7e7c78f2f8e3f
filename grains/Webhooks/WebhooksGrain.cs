using Adilas.Access;
using Adilas.Corporations;
using Adilas.Paging;
using Adilas.Refusals;

namespace Adilas.Webhooks;

/// <summary>
/// Makes endpoints of one corporation one after another, so that there are never more than permitted, and lists them from what is stored.
/// </summary>
[GrainType(WebhookGrainFactory.ListType)]
internal sealed class WebhooksGrain(IWebhookStore store) : Grain, IWebhooksGrain
{
    private CorporationId Corporation => WebhookGrainFactory.ReadWebhooksKey(this.GetPrimaryKeyString());

    public async Task<WebhookWithSecret> Create(WebhookDefinition definition, CancellationToken cancellationToken)
    {
        if (await store.Count(Corporation, cancellationToken) >= Webhook.MaxPerCorporation)
        {
            throw new RefusedException(
                Refusal.TooMany, "webhooks-too-many", $"A corporation has at most {Webhook.MaxPerCorporation} webhooks: remove some.");
        }

        // The answer is stored with the endpoint, under the operation id for which the caller will ask again.
        if (CallScope.Current?.Operation is { } operation) RequestContext.Set(OperationKey.Header, operation.ToString());
        return await GrainFactory.Webhook(Corporation, WebhookId.Make()).Create(definition, cancellationToken);
    }

    public async Task<Page<Webhook>> List(string? cursor, int? limit, CancellationToken cancellationToken)
    {
        var count = PageLimit.Check(limit);
        var after = cursor is null ? (WebhookId?)null
            : WebhookId.TryParse(cursor, out var id) ? id
            : throw new RefusedException(Refusal.Invalid, "cursor-malformed", "The cursor is not one that this list gave.", "cursor");
        var found = await store.List(Corporation, after, count + 1, cancellationToken);
        return new Page<Webhook>([.. found.Take(count)], found.Count > count ? found[count - 1].Id.Value : null);
    }
}
