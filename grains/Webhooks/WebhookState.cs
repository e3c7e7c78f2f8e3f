using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Adilas.Access;
using Adilas.Refusals;
using Adilas.Storage;

namespace Adilas.Webhooks;

/// <summary>What is stored about one endpoint, and every rule about how it may change. Addresses are checked by who sends to them.</summary>
[GenerateSerializer, Immutable, Alias("adilas.WebhookState")]
internal sealed record WebhookState : JournalState
{
    public const string ByRequest = "by-request";

    // Until the count means something, a restart may forget a few: so a flood of failures costs few rows.
    private const int FailuresBetweenWrites = 5;

    private const int EventNameShown = 40;

    /// <summary><c>null</c>: there is no such endpoint, or no longer.</summary>
    [Id(0)] public string? Url { get; init; }

    [Id(1)] public IReadOnlyList<string> Events { get; init; } = [];

    [Id(2)] public string? Description { get; init; }

    [Id(3)] public bool IsEnabled { get; init; }

    /// <summary>Why it is not enabled, as kebab-case code.</summary>
    [Id(4)] public string? DisabledReason { get; init; }

    [Id(5)] public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>Until when what happens is kept for it although it is disabled.</summary>
    [Id(6)] public DateTimeOffset? KeptUntil { get; init; }

    /// <summary>Encrypted; see <see cref="ISecretBox"/>.</summary>
    [Id(7)] public byte[]? Secret { get; init; }

    [Id(8)] public byte[]? OldSecret { get; init; }

    [Id(9)] public DateTimeOffset? OldSecretUntil { get; init; }

    [Id(10)] public DateTimeOffset? FailingSince { get; init; }

    [Id(11)] public int Failures { get; init; }

    [Id(12)] public DateTimeOffset CreatedAt { get; init; }

    [Id(13)] public DateTimeOffset ChangedAt { get; init; }

    [Id(14)] public string ChangedBy { get; init; } = "";

    [JsonIgnore] public bool Exists => Url is not null;

    /// <exception cref="RefusedException"><see cref="Refusal.Conflict"/>: there is one; <see cref="Refusal.Invalid"/>.</exception>
    public WebhookState Create(WebhookDefinition definition, byte[] secret, CallerContext by, DateTimeOffset now)
    {
        if (Exists) throw new RefusedException(Refusal.Conflict, "webhook-exists", "There is such an endpoint already.");
        return new WebhookState
        {
            Version = Version,
            Url = definition.Url,
            Events = CheckEvents(definition.Events),
            Description = CheckDescription(definition.Description),
            IsEnabled = true,
            Secret = secret,
            CreatedAt = now,
            ChangedAt = now,
            ChangedBy = Name(by),
        };
    }

    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>; <see cref="Refusal.Stale"/>; <see cref="Refusal.Invalid"/>.</exception>
    public WebhookState Change(WebhookChange change, long? expectedVersion, CallerContext by, DateTimeOffset now, TimeSpan keep)
    {
        CheckExists();
        CheckVersion(expectedVersion);
        var next = this with
        {
            Url = change.Url ?? Url,
            Events = change.Events is { } events ? CheckEvents(events) : Events,
            Description = change.Description is null ? Description : CheckDescription(change.Description),
        };

        // What another address failed at says nothing of this one.
        if (next.Url != Url) next = next with { FailingSince = null, Failures = 0 };
        next = change.IsEnabled switch
        {
            true when !IsEnabled => next.Enable(),
            false when IsEnabled => next.Disable(ByRequest, now, keep),
            _ => next,
        };
        var isSame = next.Url == Url && next.Description == Description && next.IsEnabled == IsEnabled && next.Events.SequenceEqual(Events);
        return isSame ? this : next with { ChangedAt = now, ChangedBy = Name(by) };
    }

    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>; <see cref="Refusal.Stale"/>.</exception>
    public WebhookState Remove(long? expectedVersion, CallerContext by, DateTimeOffset now)
    {
        CheckExists();
        CheckVersion(expectedVersion);
        return new WebhookState { Version = Version, CreatedAt = CreatedAt, ChangedAt = now, ChangedBy = Name(by) };
    }

    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>.</exception>
    public WebhookState Rotate(byte[] secret, CallerContext by, DateTimeOffset now)
    {
        CheckExists();
        return this with
        {
            Secret = secret,
            OldSecret = Secret,
            OldSecretUntil = now + Webhook.OldSecretLifetime,
            ChangedAt = now,
            ChangedBy = Name(by),
        };
    }

    /// <summary>An attempt failed.</summary>
    /// <param name="failures">How many have in a row, this one counted: as many as are known, which may be more than are stored.</param>
    public WebhookState Fail(int failures, string code, DateTimeOffset now, WebhooksOptions options)
    {
        if (!Exists || !IsEnabled) return this;
        var failing = FailingSince is null || failures % FailuresBetweenWrites == 0
            ? this with { FailingSince = FailingSince ?? now, Failures = failures }
            : this;
        var spent = now - failing.FailingSince!.Value;
        var isEnough = (failures >= options.Failures && spent >= options.FailingFor) || spent >= options.GivenUpAfter;
        if (isEnough) return (this with { FailingSince = failing.FailingSince, Failures = failures }).Disable(code, now, options.Keep);
        return FailingSince is null || failures <= options.Failures ? failing : this;
    }

    public WebhookState Succeed() => FailingSince is null ? this : this with { FailingSince = null, Failures = 0 };

    public WebhookState Disable(string reason, DateTimeOffset now, TimeSpan keep) => Exists && IsEnabled
        ? this with { IsEnabled = false, DisabledReason = reason, DisabledAt = now, KeptUntil = now + keep }
        : this;

    private WebhookState Enable() =>
        this with { IsEnabled = true, DisabledReason = null, DisabledAt = null, KeptUntil = null, FailingSince = null, Failures = 0 };

    /// <summary>With which secrets it is signed, the newest first.</summary>
    public IEnumerable<byte[]> Secrets(DateTimeOffset now)
    {
        if (Secret is not null) yield return Secret;
        if (OldSecret is not null && OldSecretUntil > now) yield return OldSecret;
    }

    public Webhook ToWebhook(WebhookId id) => new(
        id, Version, Url!, [.. Events], Description, IsEnabled, CreatedAt, ChangedAt, ChangedBy)
    {
        DisabledReason = DisabledReason,
        DisabledAt = DisabledAt,
        KeptUntil = KeptUntil,
        FailingSince = FailingSince,
        Failures = Failures,
        OldSecretUntil = OldSecretUntil,
    };

    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>.</exception>
    public void CheckExists()
    {
        if (!Exists) throw Unknown();
    }

    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>; <see cref="Refusal.Conflict"/>.</exception>
    public void CheckEnabled()
    {
        CheckExists();
        if (!IsEnabled) throw new RefusedException(Refusal.Conflict, "webhook-disabled", "The webhook is disabled; enable it first.");
    }

    public static RefusedException Unknown() => new(Refusal.NotFound, "webhook-unknown", "There is no such webhook.");

    public static IReadOnlyList<string> CheckEvents(ImmutableArray<string> events)
    {
        var wanted = events.IsDefault ? [] : events.Select(name => name ?? "").Distinct(StringComparer.Ordinal).ToList();
        if (wanted.Count is 0 || wanted.Count > EventType.Known.Length)
            throw Invalid("webhook-events", $"An endpoint wants 1 to {EventType.Known.Length} kinds of events, or '{EventType.Any}'.", "events");
        if (wanted.Find(name => !EventType.IsPattern(name)) is { } unknown)
        {
            throw Invalid(
                "webhook-events",
                $"'{Cut(unknown)}' is no event; there are {string.Join(", ", EventType.Known)}, groups such as settings.*, and *.",
                "events");
        }

        return wanted;
    }

    private static string? CheckDescription(string? description)
    {
        if (description?.Length > Webhook.MaxDescriptionLength || description?.Any(char.IsControl) == true)
        {
            throw Invalid(
                "webhook-description",
                $"A description has at most {Webhook.MaxDescriptionLength} characters, none of them a control character.",
                "description");
        }

        return string.IsNullOrWhiteSpace(description) ? null : description;
    }

    private static string Cut(string text) => text.Length <= EventNameShown ? text : text[..EventNameShown];

    private static string Name(CallerContext by) => by.OnBehalfOf ?? by.Actor;

    private static RefusedException Invalid(string code, string message, string field) => new(Refusal.Invalid, code, message, field);
}
