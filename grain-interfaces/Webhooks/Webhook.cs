using System.Collections.Immutable;

namespace Adilas.Webhooks;

/// <summary>An address that is told what happens in a corporation.</summary>
/// <param name="Version">Rises with each change; the ETag of the HTTP API.</param>
/// <param name="Events">What it is told of; see <see cref="EventType"/>.</param>
[GenerateSerializer, Immutable, Alias("adilas.Webhook")]
public sealed record Webhook(
    WebhookId Id,
    long Version,
    string Url,
    ImmutableArray<string> Events,
    string? Description,
    bool IsEnabled,
    DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt,
    string ChangedBy)
{
    /// <summary>How many endpoints a corporation may have.</summary>
    public const int MaxPerCorporation = 20;

    public const int MaxUrlLength = 2_000;
    public const int MaxDescriptionLength = 200;

    /// <summary>How many deliveries one endpoint is sent at once.</summary>
    public const int Parallel = 4;

    /// <summary>How long the secret before still signs after a rotation.</summary>
    public static readonly TimeSpan OldSecretLifetime = TimeSpan.FromHours(24);

    /// <summary>Why it is disabled, as kebab-case code; <c>null</c>: it is not.</summary>
    [Id(0)] public string? DisabledReason { get; init; }

    [Id(1)] public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>Until when what happens while it is disabled is kept for it, UTC.</summary>
    [Id(2)] public DateTimeOffset? KeptUntil { get; init; }

    /// <summary>Since when nothing but failures came back, UTC; <c>null</c>: the last delivery succeeded.</summary>
    [Id(3)] public DateTimeOffset? FailingSince { get; init; }

    /// <summary>How many attempts have failed in a row, at least.</summary>
    [Id(4)] public int Failures { get; init; }

    /// <summary>Until when the secret before the last rotation signs, too.</summary>
    [Id(5)] public DateTimeOffset? OldSecretUntil { get; init; }
}

/// <summary>An endpoint as it shall be.</summary>
/// <param name="Url">Where it is told, absolute, http or https, at most <see cref="Webhook.MaxUrlLength"/> characters.</param>
/// <param name="Events">1 or more of <see cref="EventType"/>.</param>
/// <param name="Description">What it is for, at most <see cref="Webhook.MaxDescriptionLength"/> characters.</param>
[GenerateSerializer, Immutable, Alias("adilas.WebhookDefinition")]
public sealed record WebhookDefinition(string Url, ImmutableArray<string> Events, string? Description = null);

/// <summary>What is to become different; <c>null</c> stays.</summary>
/// <param name="Description">Empty: none.</param>
[GenerateSerializer, Immutable, Alias("adilas.WebhookChange")]
public sealed record WebhookChange(
    string? Url = null, ImmutableArray<string>? Events = null, string? Description = null, bool? IsEnabled = null);

/// <summary>An endpoint with its secret, which is shown once.</summary>
[GenerateSerializer, Immutable, Alias("adilas.WebhookWithSecret")]
public sealed record WebhookWithSecret(Webhook Webhook, string Secret)
{
    /// <summary>Not its text: that is for logs.</summary>
    public override string ToString() => Webhook.ToString();
}
