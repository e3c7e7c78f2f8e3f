using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Adilas.Ids;
using Adilas.Refusals;
using Adilas.Webhooks;

namespace Adilas.Jobs;

/// <summary>Checks orders of jobs and makes jobs of them.</summary>
internal sealed class JobOrders(JobHandlers handlers)
{
    private const int MaxDepth = 32;

    public ImmutableArray<JobRow> Make(ImmutableArray<JobOrder> orders, WorkSettings settings, string actor, string? origin, DateTimeOffset now)
    {
        if (orders.IsDefaultOrEmpty || orders.Length > JobOrder.MaxBatch)
            throw Invalid("jobs-count", $"1 to {JobOrder.MaxBatch} jobs can be ordered at once.", "jobs");
        var rows = ImmutableArray.CreateBuilder<JobRow>(orders.Length);
        var bytes = 0L;
        for (var index = 0; index < orders.Length; index++)
        {
            try
            {
                rows.Add(Make(orders[index], settings, actor, origin, now));
                bytes += rows[^1].Payload.Length;
            }
            catch (RefusedException refused) when (orders.Length > 1)
            {
                var field = string.Create(CultureInfo.InvariantCulture, $"jobs[{index}].{refused.Field}");
                throw new RefusedException(refused.Refusal, refused.Code, refused.Message, field);
            }
        }

        return bytes <= JobOrder.MaxBatchBytes
            ? rows.MoveToImmutable()
            : throw Invalid("jobs-too-large", $"The payloads of one call have at most {JobOrder.MaxBatchBytes:N0} bytes together.", "jobs");
    }

    private JobRow Make(JobOrder order, WorkSettings settings, string actor, string? origin, DateTimeOffset now)
    {
        CheckName(order.Queue, "queue");
        CheckName(order.Kind, "kind");
        if (order.Kind == CorporationEvent.JobKind)
            throw Invalid("kind-reserved", "Deliveries are made by what happens; to send one again, replay it.", "kind");
        var payload = CheckPayload(order);
        CheckRange(order.Priority, 0, JobOrder.MaxPriority, "priority");
        CheckRange(order.MaxAttempts, 1, JobOrder.MostAttempts, "maxAttempts");
        CheckRange(order.BackoffSeconds, 1, JobOrder.MostSeconds, "backoffSeconds");
        CheckRange(order.DeadlineSeconds, 1, JobOrder.MostSeconds, "deadlineSeconds");
        CheckKey(order.DedupeKey, "dedupeKey");
        CheckKey(order.ConcurrencyKey, "concurrencyKey");
        var dueAt = CheckTime(order.DueAt ?? now, now);
        var attempts = order.MaxAttempts ?? settings.Attempts;
        var needsApproval = settings.Approval.Contains(order.Kind);
        return new JobRow(
            JobId.Make(now),
            order.Queue,
            order.Kind,
            needsApproval ? JobLane.Approval : JobLanes.Of(order.Kind),
            needsApproval ? now + JobRow.ApprovalLimit : dueAt,
            dueAt,
            order.Priority ?? JobOrder.DefaultPriority,
            Attempt: 0,
            attempts,
            attempts,
            order.DeadlineSeconds ?? settings.DeadlineSeconds,
            order.BackoffSeconds ?? JobOrder.DefaultBackoffSeconds,
            now,
            actor,
            payload)
        {
            DedupeKey = order.DedupeKey,
            ConcurrencyKey = order.ConcurrencyKey,
            Origin = origin,
        };
    }

    public static DateTimeOffset CheckTime(DateTimeOffset dueAt, DateTimeOffset now) => dueAt <= now + JobOrder.MaxAhead
        ? new DateTimeOffset(dueAt.UtcTicks - (dueAt.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero)
        : throw Invalid("due-too-far", $"A job is ordered at most {JobOrder.MaxAhead.TotalDays:0} days ahead.", "dueAt");

    /// <summary>A queue that is asked about: also an endpoint's, into which nobody orders.</summary>
    public static void CheckAnyQueue(string queue)
    {
        if (WebhookId.OfQueue(queue) is null) CheckName(queue, "queue");
    }

    public static void CheckName(string? name, string field)
    {
        if (!IdGrammar.IsWellFormed(name)) throw Invalid($"{field}-malformed", $"The {field} has 1 to {IdGrammar.MaxLength} lower-case letters, digits or dashes.", field);
    }

    private byte[] CheckPayload(JobOrder order)
    {
        var size = order.Payload is { } text ? Encoding.UTF8.GetByteCount(text) : 0;
        if (size > JobOrder.MaxPayloadBytes)
            throw Invalid("payload-too-large", $"The payload has at most {JobOrder.MaxPayloadBytes:N0} bytes; this one has {size:N0}.", "payload");
        try
        {
            using var json = JsonDocument.Parse(order.Payload ?? "", new JsonDocumentOptions { MaxDepth = MaxDepth });
            handlers.Find(order.Kind)?.Check(json.RootElement);
        }
        catch (JsonException)
        {
            throw Invalid("payload-malformed", $"The payload is JSON, nested at most {MaxDepth} deep.", "payload");
        }

        return Encoding.UTF8.GetBytes(order.Payload!);
    }

    private static void CheckRange(int? value, int least, int most, string field)
    {
        if (value < least || value > most) throw Invalid($"{Code(field)}-out-of-range", $"The {field} is {least} to {most:N0}.", field);
    }

    private static void CheckKey(string? key, string field)
    {
        if (key is not null && (key.Length is 0 or > JobOrder.MaxKeyLength || key.Any(char.IsControl)))
            throw Invalid($"{Code(field)}-malformed", $"The {field} has 1 to {JobOrder.MaxKeyLength} characters, and no control characters.", field);
    }

    private static string Code(string field) =>
        string.Concat(field.Select(letter => char.IsAsciiLetterUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : $"{letter}"));

    private static RefusedException Invalid(string code, string message, string field) => new(Refusal.Invalid, code, message, field);
}
