using Adilas.Access;
using Adilas.Jobs;
using Adilas.Paging;
using Adilas.Refusals;
using Orleans.Concurrency;

namespace Adilas.Webhooks;

/// <summary>One endpoint. Key: <c>{corporation}/webhook/{id}</c>. Reach it with <c>grains.Webhook(corporation, id)</c>.</summary>
[GrainInterfaceType("adilas.IWebhookGrain"), Alias("adilas.IWebhookGrain"), Subject(Subject.Corporation)]
public interface IWebhookGrain : IGrainWithStringKey
{
    /// <summary>Makes it. Asked through the list of endpoints alone, which bounds how many there are.</summary>
    /// <exception cref="RefusedException">As <see cref="IWebhooksGrain.Create"/>.</exception>
    [Alias("Create"), Allow(Caller.Member, Permission.WorkWrite, Through = WebhookGrainFactory.ListType)]
    Task<WebhookWithSecret> Create(WebhookDefinition definition, CancellationToken cancellationToken = default);

    /// <summary>The endpoint, or <c>null</c> when there is none.</summary>
    [Alias("Find"), Allow(Caller.Member, Permission.WorkRead, In = Modes.Any), Repeatable]
    Task<Webhook?> Find(CancellationToken cancellationToken = default);

    /// <summary>Changes it, also where no jobs begin: deliveries go on there. Enabled again it is told what was kept for it meanwhile.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>; <see cref="Refusal.Stale"/>; <see cref="Refusal.Invalid"/>.</exception>
    [Alias("Change"), Allow(Caller.Member, Permission.WorkWrite, In = Modes.Readable)]
    Task<Webhook> Change(WebhookChange change, long? expectedVersion, CancellationToken cancellationToken = default);

    /// <summary>Takes it away. What has not been delivered ends as failed.</summary>
    /// <returns>The endpoint as it was.</returns>
    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>; <see cref="Refusal.Stale"/>.</exception>
    [Alias("Remove"), Allow(Caller.Member, Permission.WorkWrite, In = Modes.Readable)]
    Task<Webhook> Remove(long? expectedVersion, CancellationToken cancellationToken = default);

    /// <summary>Gives it a new secret; the one before signs beside it for <see cref="Webhook.OldSecretLifetime"/>.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>.</exception>
    [Alias("Rotate"), Allow(Caller.Member, Permission.WorkWrite, In = Modes.Readable)]
    Task<WebhookWithSecret> Rotate(CancellationToken cancellationToken = default);

    /// <summary>Sends it <see cref="EventType.WebhookTest"/>.</summary>
    /// <returns>The delivery.</returns>
    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>; <see cref="Refusal.Conflict"/>: it is disabled.</exception>
    [Alias("Test"), Allow(Caller.Member, Permission.WorkWrite)]
    Task<JobId> Test(CancellationToken cancellationToken = default);

    /// <summary>Its deliveries, newest first. A page may hold fewer than asked for and have a next one all the same.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: a malformed cursor or limit.</exception>
    [Alias("Deliveries"), Allow(Caller.Member, Permission.WorkRead, In = Modes.Any), Repeatable, AlwaysInterleave]
    Task<Page<WebhookDelivery>> Deliveries(DeliveryQuery query, CancellationToken cancellationToken = default);

    /// <summary>One of its deliveries, or <c>null</c> when there is none.</summary>
    [Alias("FindDelivery"), Allow(Caller.Member, Permission.WorkRead, In = Modes.Any), Repeatable, AlwaysInterleave]
    Task<WebhookDelivery?> FindDelivery(JobId delivery, CancellationToken cancellationToken = default);

    /// <summary>Sends an event once more, whatever became of its delivery.</summary>
    /// <returns>The new delivery, of the same event id.</returns>
    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>: no such delivery.</exception>
    [Alias("Replay"), Allow(Caller.Member, Permission.WorkWrite)]
    Task<JobId> Replay(JobId delivery, CancellationToken cancellationToken = default);

    /// <summary>Sends the next events of a span of time once more, each once: a part of them at a time.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>; <see cref="Refusal.Invalid"/>.</exception>
    [Alias("ReplayMany"), Allow(Caller.Member, Permission.WorkWrite)]
    Task<WebhookReplay> ReplayMany(DeliveryQuery query, CancellationToken cancellationToken = default);

    /// <summary>How many events <see cref="ReplayMany"/> would send, up to <see cref="JobQueue.MaxCount"/>.</summary>
    [Alias("CountReplay"), Allow(Caller.Member, Permission.WorkRead, In = Modes.Any), Repeatable, AlwaysInterleave]
    Task<int> CountReplay(DeliveryQuery query, CancellationToken cancellationToken = default);

    /// <summary>Where to send; <c>null</c>: nowhere any more.</summary>
    [Alias("Target"), Allow(Caller.System, In = Modes.Any), Repeatable]
    Task<WebhookTarget?> Target(CancellationToken cancellationToken = default);

    /// <summary>Takes in how an attempt ended, and disables the endpoint when that is enough.</summary>
    /// <param name="failureCode"><c>null</c>: it succeeded.</param>
    /// <param name="isGone">Whether the receiver said that it wants to hear no more.</param>
    [Alias("Report"), Allow(Caller.System, In = Modes.Any)]
    Task Report(string? failureCode, bool isGone, CancellationToken cancellationToken = default);
}
