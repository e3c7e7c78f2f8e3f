using System.Collections.Immutable;
using Adilas.Jobs;

namespace Adilas.Webhooks;

/// <summary>An endpoint as the API shows it.</summary>
/// <param name="DisabledReason">Why it is told nothing: by-request, webhook-gone, or the code of its last failure.</param>
/// <param name="KeptUntil">Until when what happens is kept for it although it is disabled.</param>
/// <param name="FailingSince">Since when nothing but failures came back; null: the last delivery succeeded.</param>
/// <param name="Failures">How many attempts have failed in a row, at least.</param>
/// <param name="OldSecretUntil">Until when the secret before the last rotation signs, too.</param>
internal sealed record WebhookView(
    WebhookId Id,
    long Version,
    string Url,
    ImmutableArray<string> Events,
    string? Description,
    bool Enabled,
    string? DisabledReason,
    DateTimeOffset? DisabledAt,
    DateTimeOffset? KeptUntil,
    DateTimeOffset? FailingSince,
    int Failures,
    DateTimeOffset? OldSecretUntil,
    DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt,
    string ChangedBy)
{
    public static WebhookView Of(Webhook it) => new(
        it.Id, it.Version, it.Url, it.Events, it.Description, it.IsEnabled, it.DisabledReason, it.DisabledAt, it.KeptUntil, it.FailingSince, it.Failures,
        it.OldSecretUntil, it.CreatedAt, it.ChangedAt, it.ChangedBy);
}

/// <summary>An endpoint with its secret, which is shown only now.</summary>
/// <param name="Secret">The key with which bodies are signed, all of its text as bytes.</param>
internal sealed record NewWebhookView(
    WebhookId Id, string Secret, long Version, string Url, ImmutableArray<string> Events, string? Description, DateTimeOffset? OldSecretUntil)
{
    public static NewWebhookView Of(WebhookWithSecret it) => new(
        it.Webhook.Id, it.Secret, it.Webhook.Version, it.Webhook.Url, it.Webhook.Events, it.Webhook.Description, it.Webhook.OldSecretUntil);
}

/// <summary>One event on its way to one endpoint.</summary>
/// <param name="Id">The job that delivers it.</param>
/// <param name="Event">The event's id: the same in each attempt and each replay.</param>
/// <param name="Attempt">How many attempts were begun.</param>
/// <param name="Replay">Whether somebody asked for it once more.</param>
/// <param name="Status">What the receiver answered last.</param>
/// <param name="Answer">What it said with it, the first 400 characters.</param>
/// <param name="Log">The attempts that ended, oldest first.</param>
internal sealed record DeliveryView(
    JobId Id,
    string Event,
    string Type,
    JobState State,
    int Attempt,
    int MaxAttempts,
    DateTimeOffset CreatedAt,
    DateTimeOffset? NextAt,
    DateTimeOffset? FinishedAt,
    bool Replay,
    int? Status,
    string? Answer,
    string? FailureCode,
    string? FailureMessage,
    IReadOnlyList<JobAttempt> Log)
{
    public static DeliveryView Of(WebhookDelivery it) => new(
        it.Id, it.Event, it.Type, it.State, it.Attempt, it.MaxAttempts, it.CreatedAt, it.NextAt, it.FinishedAt, it.IsReplay, it.Status, it.Answer,
        it.FailureCode, it.FailureMessage, it.Attempts);
}

/// <param name="Delivery">The job that delivers it; see deliveries.</param>
internal sealed record NewDeliveryView(JobId Delivery);

/// <param name="Deliveries">The new deliveries of this part.</param>
/// <param name="Next">The cursor to go on from; null: that was all.</param>
internal sealed record WebhookReplayView(ImmutableArray<JobId> Deliveries, string? Next);

/// <param name="Count">How many events would be sent; counting stops at 10000.</param>
internal sealed record WebhookReplayCountView(int Count);
