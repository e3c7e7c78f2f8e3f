using System.Collections.Immutable;
using System.Text.Json;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Jobs;
using Adilas.Paging;
using Adilas.Refusals;
using Adilas.Storage;

namespace Adilas.Webhooks;

/// <summary>The deliveries of endpoints: jobs that are stored past their queue, which nobody may order from.</summary>
internal sealed class WebhookDeliveries(IJobStore store, JobTeller teller, TimeProvider clock)
{
    private const int CountPage = 1_000;

    public async Task<Page<WebhookDelivery>> List(CorporationId corporation, WebhookId webhook, DeliveryQuery query, CancellationToken cancellationToken)
    {
        var (rows, next) = await store.List(
            corporation, Filter(webhook, query), Cursor(query.Cursor), PageLimit.Check(query.Limit), cancellationToken);
        var whole = await Task.WhenAll(rows.Select(row => store.Find(corporation, row.Id, cancellationToken)));
        return new Page<WebhookDelivery>([.. whole.OfType<JobRow>().Select(Show)], next?.Value);
    }

    public async Task<WebhookDelivery?> Find(CorporationId corporation, WebhookId webhook, JobId id, CancellationToken cancellationToken) =>
        await FindRow(corporation, webhook, id, cancellationToken) is { } row ? Show(row) : null;

    /// <summary>Stores a delivery with the answer to the operation that asked for it.</summary>
    public async Task<JobId> Add(CorporationId corporation, JobRow delivery, CancellationToken cancellationToken) =>
        (await Add<JobId>(corporation, [delivery], ids => ids[0], cancellationToken))[0];

    public async Task<JobId> Replay(CorporationId corporation, WebhookId webhook, JobId id, CancellationToken cancellationToken) =>
        await Add(
            corporation,
            Again(webhook, await FindRow(corporation, webhook, id, cancellationToken)
                ?? throw new RefusedException(Refusal.NotFound, "delivery-unknown", $"There is no delivery '{id}' to this webhook.")),
            cancellationToken);

    public async Task<WebhookReplay> ReplayMany(CorporationId corporation, WebhookId webhook, DeliveryQuery query, CancellationToken cancellationToken)
    {
        var (rows, next) = await store.List(
            corporation, Filter(webhook, query), Cursor(query.Cursor), PageLimit.Check(query.Limit), cancellationToken);
        var whole = await Task.WhenAll(rows.Where(IsReplayed).Select(row => store.Find(corporation, row.Id, cancellationToken)));
        var again = whole.OfType<JobRow>().Select(row => Again(webhook, row)).ToImmutableArray();
        if (again.IsEmpty && CallScope.Current!.Operation is null) return new WebhookReplay([], next?.Value);
        var ids = await Add(corporation, again, ids => new WebhookReplay(ids, next?.Value), cancellationToken);
        return new WebhookReplay(ids, next?.Value);
    }

    public async Task<int> Count(CorporationId corporation, WebhookId webhook, DeliveryQuery query, CancellationToken cancellationToken)
    {
        var (count, before) = (0, Cursor(query.Cursor));
        do
        {
            var (rows, next) = await store.List(corporation, Filter(webhook, query), before, CountPage, cancellationToken);
            count += rows.Count(IsReplayed);
            before = next;
        }
        while (before is not null && count < JobQueue.MaxCount);
        return Math.Min(count, JobQueue.MaxCount);
    }

    /// <summary>Ended, and the first of its event: each event once, however often it was sent again.</summary>
    private static bool IsReplayed(JobRow row) => row.End is not null && row.Origin != CorporationEvent.ReplayOrigin;

    private async Task<ImmutableArray<JobId>> Add<TAnswer>(
        CorporationId corporation, ImmutableArray<JobRow> deliveries, Func<ImmutableArray<JobId>, TAnswer> answer, CancellationToken cancellationToken)
    {
        var scope = CallScope.Current!;
        var added = await store.Add(
            corporation,
            deliveries,
            scope.Modes,
            ids => scope.Operation is { } operation
                ? [OperationResult.ToEffect(scope.Caller, operation, JsonSerializer.SerializeToUtf8Bytes(answer(ids), StoredJson.Options))]
                : [],
            cancellationToken);
        teller.Wake(corporation);
        return added;
    }

    private JobRow Again(WebhookId webhook, JobRow row)
    {
        var now = StoredTime.Whole(clock.GetUtcNow());
        var caller = CallScope.Current!.Caller;
        return CorporationEvent.Delivery(JobId.Make(now), webhook, row.Payload, caller.OnBehalfOf ?? caller.Actor, now) with
        {
            Origin = CorporationEvent.ReplayOrigin,
        };
    }

    private async Task<JobRow?> FindRow(CorporationId corporation, WebhookId webhook, JobId id, CancellationToken cancellationToken) =>
        await store.Find(corporation, id, cancellationToken) is { } row && row.Queue == webhook.Queue ? row : null;

    private WebhookDelivery Show(JobRow row)
    {
        var job = row.ToJob(clock.GetUtcNow(), isWhole: true);
        using var body = JsonDocument.Parse(row.Payload);
        var answer = ReceiverAnswer.OfResult(job.Result) ?? ReceiverAnswer.OfMessage(job.FailureMessage);
        return new WebhookDelivery(
            job.Id, body.RootElement.GetProperty("id").GetString()!, body.RootElement.GetProperty("type").GetString()!, job.State, job.Attempt,
            job.MaxAttempts, job.CreatedAt, job.NextAt, job.FinishedAt, job.Origin == CorporationEvent.ReplayOrigin, answer?.Status, answer?.Text,
            job.FailureCode, job.FailureMessage, job.Log);
    }

    private JobFilter Filter(WebhookId webhook, DeliveryQuery query) => new(
        query.State,
        CorporationEvent.JobKind,
        webhook.Queue,
        query.From is { } from ? JobId.First(from) : null,
        query.To is { } to ? JobId.First(to) : null,
        clock.GetUtcNow());

    private static JobId? Cursor(string? cursor) => cursor is null ? null
        : JobId.TryParse(cursor, out var id) ? id
        : throw new RefusedException(Refusal.Invalid, "cursor-malformed", "The cursor is not one that this list gave.", "cursor");
}
