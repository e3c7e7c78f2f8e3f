using System.Collections.Immutable;
using Adilas.Jobs;

namespace Adilas.Webhooks;

/// <summary>One event on its way to one endpoint: a job.</summary>
/// <param name="Event">The event's id, the same in every delivery of it.</param>
/// <param name="IsReplay">Whether somebody asked for it once more.</param>
/// <param name="Status">What the receiver answered last; <c>null</c>: nothing yet.</param>
/// <param name="Answer">What it said with it, cut.</param>
/// <param name="Attempts">Those that ended, oldest first.</param>
[GenerateSerializer, Immutable, Alias("adilas.WebhookDelivery")]
public sealed record WebhookDelivery(
    JobId Id,
    string Event,
    string Type,
    JobState State,
    int Attempt,
    int MaxAttempts,
    DateTimeOffset CreatedAt,
    DateTimeOffset? NextAt,
    DateTimeOffset? FinishedAt,
    bool IsReplay,
    int? Status,
    string? Answer,
    string? FailureCode,
    string? FailureMessage,
    ImmutableArray<JobAttempt> Attempts);

/// <summary>Which deliveries of an endpoint.</summary>
/// <param name="From">Of what happened at that time or later.</param>
/// <param name="To">Of what happened before that time.</param>
[GenerateSerializer, Immutable, Alias("adilas.DeliveryQuery")]
public sealed record DeliveryQuery(
    JobState? State = null, DateTimeOffset? From = null, DateTimeOffset? To = null, string? Cursor = null, int? Limit = null);

/// <summary>What came of a part of a replay.</summary>
/// <param name="Deliveries">The new ones.</param>
/// <param name="Next">Go on from here; <c>null</c>: that was all.</param>
[GenerateSerializer, Immutable, Alias("adilas.WebhookReplay")]
public sealed record WebhookReplay(ImmutableArray<JobId> Deliveries, string? Next);

/// <summary>Where and with which keys an event is sent, for the runtime's own workers.</summary>
/// <param name="Secrets">Encrypted: the newest first.</param>
/// <param name="IsFailing">Whether the last report was of a failure, so that a success is news.</param>
[GenerateSerializer, Immutable, Alias("adilas.WebhookTarget")]
public sealed record WebhookTarget(
    string Url, ImmutableArray<ImmutableArray<byte>> Secrets, bool IsEnabled, DateTimeOffset? KeptUntil, bool IsFailing);
