using System.Collections.Immutable;
using System.Text.Json;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Jobs;
using Adilas.Paging;
using Adilas.Refusals;
using Adilas.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adilas.Webhooks;

/// <summary>One endpoint. Its deliveries are jobs that were stored with what they tell of; it says where they go, and counts how they end.</summary>
[GrainType("webhook")]
internal sealed partial class WebhookGrain(
    [PersistentState(StorageNames.Webhook, StorageNames.Journal)] IPersistentState<WebhookState> record,
    WebhookDeliveries deliveries,
    WebhookAddress address,
    WebhookSecrets secrets,
    JobHandlers handlers,
    JobTeller teller,
    IOptions<WebhooksOptions> options,
    TimeProvider clock,
    ILogger<WebhookGrain> logger) : Grain, IWebhookGrain
{
    /// <summary>In a row, as this activation has seen them: what is stored of them lags.</summary>
    private int failures;

    private (CorporationId Corporation, WebhookId Webhook) Key => WebhookGrainFactory.ReadWebhookKey(this.GetPrimaryKeyString());

    private static CallerContext Caller => CallScope.Current!.Caller;

    public Task<WebhookWithSecret> Create(WebhookDefinition definition, CancellationToken cancellationToken)
    {
        address.Check(definition.Url);
        CheckMayHear(definition.Events.IsDefault ? [] : definition.Events);
        var (secret, hidden) = MakeSecret();
        return this.Commit(
            record,
            record.State.Create(definition, hidden, Caller, clock.GetUtcNow()),
            state => new WebhookWithSecret(View(state), secret),
            cancellationToken);
    }

    public Task<Webhook?> Find(CancellationToken cancellationToken) => Task.FromResult(record.State.Exists ? View(record.State) : null);

    public async Task<Webhook> Change(WebhookChange change, long? expectedVersion, CancellationToken cancellationToken)
    {
        if (change.Url is { } url) address.Check(url);
        if (change.Url is not null || change.Events is not null) CheckMayHear(change.Events ?? [.. record.State.Events]);
        var now = clock.GetUtcNow();
        var next = record.State.Change(change, expectedVersion, Caller, now, options.Value.Keep);
        if (record.State.IsEnabled && !next.IsEnabled) next = Disabled(next, now, isAsked: true);
        if ((!record.State.IsEnabled && next.IsEnabled) || next.Url != record.State.Url) failures = 0;
        var webhook = await this.Commit(record, next, View, cancellationToken);

        // Also when nothing changed: whoever enables it once more may have been told of nothing, and its queue neither.
        teller.Wake(Key.Corporation);
        return webhook;
    }

    public Task<Webhook> Remove(long? expectedVersion, CancellationToken cancellationToken)
    {
        var next = record.State.Remove(expectedVersion, Caller, clock.GetUtcNow());
        var removed = View(record.State);
        return this.Commit(record, next, state => removed with { Version = state.Version }, cancellationToken);
    }

    public Task<WebhookWithSecret> Rotate(CancellationToken cancellationToken)
    {
        var (secret, hidden) = MakeSecret();
        return this.Commit(
            record, record.State.Rotate(hidden, Caller, clock.GetUtcNow()), state => new WebhookWithSecret(View(state), secret), cancellationToken);
    }

    public Task<JobId> Test(CancellationToken cancellationToken)
    {
        var (corporation, webhook) = Key;
        record.State.CheckEnabled();
        var test = CorporationEvent.Of(
            corporation,
            EventType.WebhookTest,
            Caller.OnBehalfOf ?? Caller.Actor,
            clock.GetUtcNow(),
            json => json.WriteString("webhook", webhook.Value));
        return deliveries.Add(corporation, test.ToJob(webhook), cancellationToken);
    }

    public Task<Page<WebhookDelivery>> Deliveries(DeliveryQuery query, CancellationToken cancellationToken) =>
        deliveries.List(Key.Corporation, Key.Webhook, query, cancellationToken);

    public Task<WebhookDelivery?> FindDelivery(JobId delivery, CancellationToken cancellationToken) =>
        deliveries.Find(Key.Corporation, Key.Webhook, delivery, cancellationToken);

    public Task<JobId> Replay(JobId delivery, CancellationToken cancellationToken)
    {
        record.State.CheckExists();
        return deliveries.Replay(Key.Corporation, Key.Webhook, delivery, cancellationToken);
    }

    public Task<WebhookReplay> ReplayMany(DeliveryQuery query, CancellationToken cancellationToken)
    {
        record.State.CheckExists();
        return deliveries.ReplayMany(Key.Corporation, Key.Webhook, query, cancellationToken);
    }

    public Task<int> CountReplay(DeliveryQuery query, CancellationToken cancellationToken) =>
        deliveries.Count(Key.Corporation, Key.Webhook, query, cancellationToken);

    public Task<WebhookTarget?> Target(CancellationToken cancellationToken)
    {
        var state = record.State;
        if (!state.Exists) return Task.FromResult<WebhookTarget?>(null);

        // Its queue was to hold up what waits, and has not heard of it.
        if (!state.IsEnabled) teller.Wake(Key.Corporation);
        return Task.FromResult<WebhookTarget?>(new WebhookTarget(
            state.Url!,
            [.. state.Secrets(clock.GetUtcNow()).Select(hidden => hidden.ToImmutableArray())],
            state.IsEnabled,
            state.KeptUntil,
            state.FailingSince is not null));
    }

    public async Task Report(string? failureCode, bool isGone, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (failureCode is null)
        {
            failures = 0;
            await this.Commit(record, record.State.Succeed(), cancellationToken);
            return;
        }

        failures = Math.Max(failures, record.State.Failures) + 1;
        var next = isGone
            ? (record.State with { Failures = failures }).Disable(failureCode, now, options.Value.Keep)
            : record.State.Fail(failures, failureCode, now, options.Value);
        var isGivenUp = record.State.IsEnabled && !next.IsEnabled;
        if (isGivenUp) next = Disabled(next, now, isAsked: false);
        await this.Commit(record, next, cancellationToken);
        if (!isGivenUp) return;
        LogDisabled(Key.Corporation, Key.Webhook, failureCode, failures);
        teller.Wake(Key.Corporation);
    }

    private static void CheckMayHear(ImmutableArray<string> events)
    {
        var caller = Caller;
        foreach (var pattern in events.Where(pattern => pattern is not null))
        {
            if (EventType.Needs(pattern).Where(needed => !caller.Permissions.Has(needed)).ToList() is not [var missing, ..]) continue;
            throw new RefusedException(
                Refusal.Forbidden, "webhook-events-forbidden", $"To be told of '{pattern}' takes the permission {PermissionSet.Of(missing)}.", "events");
        }
    }

    /// <summary>
    /// With the notice to the other endpoints and, where nobody asked for it, to the owner, whose address is found when the mail is sent.
    /// </summary>
    private WebhookState Disabled(WebhookState next, DateTimeOffset now, bool isAsked)
    {
        var (corporation, webhook) = Key;
        var notice = CorporationEvent.Of(
            corporation, EventType.WebhookDisabled, Caller.OnBehalfOf ?? Caller.Actor, now, Write, except: webhook);
        var isMailed = !isAsked && handlers.Find(CorporationEvent.MailKind) is { IsReady: true };
        return next with { Told = [notice with { Mail = isMailed ? Mail(next) : null }] };

        void Write(Utf8JsonWriter json)
        {
            json.WriteString("webhook", webhook.Value);
            json.WriteString("reason", next.DisabledReason);
            json.WriteNumber("failures", next.Failures);
            if (next.FailingSince is { } since) json.WriteString("failingSince", since);
            json.WriteString("keptUntil", next.KeptUntil!.Value);
        }
    }

    /// <summary>With ids alone: an address may hold what only its receiver is to know.</summary>
    private byte[] Mail(WebhookState next) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            toOwner = true,
            subject = $"A webhook of {Key.Corporation} is disabled",
            text = $"""
                The webhook {Key.Webhook} of {Key.Corporation} is told nothing any more:
                {next.DisabledReason}, after {next.Failures} failed attempts in a row.
                What happens is kept for it until {next.KeptUntil:u}. Once its receiver is mended, enable it again:

                adilas webhooks enable {Key.Corporation} {Key.Webhook}
                """,
        },
        StoredJson.Options);

    private (string Secret, byte[] Hidden) MakeSecret()
    {
        var secret = WebhookSecrets.Make();
        return (secret, secrets.Hide(Key.Corporation, Key.Webhook, secret));
    }

    private Webhook View(WebhookState state) => state.ToWebhook(Key.Webhook);

    [LoggerMessage(LogLevel.Warning, "The webhook {Webhook} of {Corporation} is disabled: {Reason}, after {Failures} failures in a row")]
    private partial void LogDisabled(CorporationId corporation, WebhookId webhook, string reason, int failures);
}
