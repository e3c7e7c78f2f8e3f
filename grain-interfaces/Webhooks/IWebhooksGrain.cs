using Adilas.Access;
using Adilas.Paging;
using Adilas.Refusals;

namespace Adilas.Webhooks;

/// <summary>The endpoints of one corporation. Key: <c>{corporation}/webhooks</c>. Reach it with <c>grains.Webhooks(corporation)</c>.</summary>
[GrainInterfaceType("adilas.IWebhooksGrain"), Alias("adilas.IWebhooksGrain"), Subject(Subject.Corporation)]
public interface IWebhooksGrain : IGrainWithStringKey
{
    /// <summary>Makes an endpoint, with a secret that nobody sees again.</summary>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.Invalid"/>: the field and its rule. <see cref="Refusal.TooMany"/>: there are <see cref="Webhook.MaxPerCorporation"/> already.
    /// </exception>
    [Alias("Create"), Allow(Caller.Member, Permission.WorkWrite)]
    Task<WebhookWithSecret> Create(WebhookDefinition definition, CancellationToken cancellationToken = default);

    /// <summary>Endpoints, by id.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: a malformed cursor or limit.</exception>
    [Alias("List"), Allow(Caller.Member, Permission.WorkRead, In = Modes.Any), Repeatable]
    Task<Page<Webhook>> List(string? cursor, int? limit, CancellationToken cancellationToken = default);
}
