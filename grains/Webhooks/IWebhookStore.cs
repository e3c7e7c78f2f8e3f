using Adilas.Corporations;

namespace Adilas.Webhooks;

/// <summary>Endpoints by corporation, from what is stored with their states.</summary>
public interface IWebhookStore
{
    /// <summary>Endpoints, by id.</summary>
    Task<IReadOnlyList<Webhook>> List(CorporationId corporation, WebhookId? after, int limit, CancellationToken cancellationToken);

    Task<int> Count(CorporationId corporation, CancellationToken cancellationToken);
}
