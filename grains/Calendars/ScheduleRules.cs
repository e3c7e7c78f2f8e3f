using System.Text;
using System.Text.Json;
using Adilas.Ids;
using Adilas.Jobs;
using Adilas.Refusals;
using Adilas.Storage;
using Adilas.Webhooks;

namespace Adilas.Calendars;

/// <summary>What may be a schedule.</summary>
internal static class ScheduleRules
{
    private const string IdRule = "1 to 40 lower-case letters, digits or dashes";
    private const int MaxDepth = 64;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = MaxDepth };

    /// <returns>The definition in its one form.</returns>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: the field and its rule.</exception>
    public static ScheduleDefinition Check(ScheduleDefinition definition)
    {
        var (timing, job) = (definition.Timing, definition.Job);
        _ = Recurrence.Of(timing, from: null, DateTimeOffset.UnixEpoch);
        Demand(!(definition.Until <= definition.From), "range-empty", "'until' must be later than 'from'.", "until");
        Demand(Enum.IsDefined(definition.CatchUp), "catch-up-unknown", "'catchUp' is runAll, runLast or skip.", "catchUp");
        Demand(
            definition.CatchUpLimit is >= 1 and <= ScheduleDefinition.MaxCatchUpLimit,
            "catch-up-limit", $"'catchUpLimit' is 1 to {ScheduleDefinition.MaxCatchUpLimit}.", "catchUpLimit");
        Demand(Enum.IsDefined(definition.Overlap), "overlap-unknown", "'overlap' is skip or queue.", "overlap");
        Demand(
            !(definition.Note?.Length > ScheduleDefinition.MaxNoteLength),
            "note-too-long", $"'note' has at most {ScheduleDefinition.MaxNoteLength} characters.", "note");
        CheckJob(job);
        Demand(
            !definition.IsLegalDuty || job.Queue == JobOrder.DutyQueue,
            "duty-queue", $"The jobs of a legal duty wait in the queue '{JobOrder.DutyQueue}', which a frozen corporation works on.", "queue");
        return definition with
        {
            Timing = timing with
            {
                Cron = timing.Cron is { } cron ? string.Join(' ', cron.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : null,
                Zone = timing.Cron is null ? null : timing.Zone ?? ScheduleTiming.DefaultZone,
                At = Whole(timing.At),
            },
            From = Whole(definition.From),
            Until = Whole(definition.Until),
            Note = string.IsNullOrWhiteSpace(definition.Note) ? null : definition.Note.Trim(),
        };
    }

    private static void CheckJob(ScheduleJob job)
    {
        Demand(IdGrammar.IsWellFormed(job.Queue), "queue-malformed", $"'queue' has {IdRule}.", "queue");
        Demand(IdGrammar.IsWellFormed(job.Kind), "kind-malformed", $"'kind' has {IdRule}.", "kind");
        Demand(job.Kind != CorporationEvent.JobKind, "kind-reserved", "Deliveries are made by what happens.", "kind");
        Demand(
            Encoding.UTF8.GetByteCount(job.Payload) <= ScheduleJob.MaxPayloadBytes,
            "payload-too-large", $"A payload has at most {ScheduleJob.MaxPayloadBytes / 1024} KiB.", "payload");
        Demand(IsJson(job.Payload), "payload-not-json", $"A payload is JSON without repeated names, at most {MaxDepth} levels deep.", "payload");
        Demand(
            job.Priority is null or (>= 0 and <= ScheduleJob.MaxPriority),
            "priority-out-of-range", $"'priority' is 0 to {ScheduleJob.MaxPriority}.", "priority");
        Demand(
            job.MaxAttempts is null or (>= 1 and <= ScheduleJob.MostAttempts),
            "attempts-out-of-range", $"'maxAttempts' is 1 to {ScheduleJob.MostAttempts}.", "maxAttempts");
        Demand(
            job.DeadlineSeconds is null or (>= 1 and <= ScheduleJob.MostSeconds),
            "deadline-out-of-range", $"'deadlineSeconds' is 1 to {ScheduleJob.MostSeconds}.", "deadlineSeconds");
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return true;
        }
        catch (Exception malformed) when (malformed is JsonException or ArgumentException)
        {
            return false;
        }
    }

    private static DateTimeOffset? Whole(DateTimeOffset? time) => time is { } known ? StoredTime.Whole(known) : null;

    private static void Demand(bool holds, string code, string message, string field)
    {
        if (!holds) throw new RefusedException(Refusal.Invalid, code, message, field);
    }
}
