using System.Globalization;
using System.Text.Json;
using Adilas.Jobs;

namespace Adilas.Calendars;

/// <summary>A schedule as the API shows it.</summary>
/// <param name="NextAt">When it comes due next; null: not any more, or not until it is changed.</param>
/// <param name="Hold">What keeps it from running although it is due: none, the corporation's mode, or a maintenance of its stack.</param>
/// <param name="Upcoming">Its next times, where one schedule is asked for.</param>
internal sealed record ScheduleView(
    ScheduleName Name,
    long Version,
    string? Cron,
    string? Zone,
    long? EverySeconds,
    DateTimeOffset? At,
    string Queue,
    string Kind,
    JsonElement Payload,
    bool Enabled,
    DateTimeOffset? From,
    DateTimeOffset? Until,
    CatchUp CatchUp,
    int CatchUpLimit,
    Overlap Overlap,
    bool LegalDuty,
    string? Note,
    int? Priority,
    int? MaxAttempts,
    int? DeadlineSeconds,
    DateTimeOffset? NextAt,
    ScheduleHold Hold,
    DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt,
    string ChangedBy,
    IReadOnlyList<ScheduleTimeView>? Upcoming = null)
{
    public static ScheduleView Of(Schedule it)
    {
        var definition = it.Definition;
        var (timing, job) = definition;
        return new ScheduleView(
            it.Name, it.Version, timing.Cron, timing.Zone, Seconds(timing), timing.At, job.Queue, job.Kind, JsonElement.Parse(job.Payload),
            definition.IsEnabled, definition.From, definition.Until, definition.CatchUp, definition.CatchUpLimit, definition.Overlap,
            definition.IsLegalDuty, definition.Note, job.Priority, job.MaxAttempts, job.DeadlineSeconds, it.NextAt, it.Hold, it.CreatedAt, it.ChangedAt,
            it.ChangedBy);
    }

    public static long? Seconds(ScheduleTiming timing) => timing.Every is { } every ? (long)every.TotalSeconds : null;
}

/// <summary>One line in a corporation's list of schedules.</summary>
internal sealed record ScheduleLine(
    ScheduleName Name,
    string? Cron,
    string? Zone,
    long? EverySeconds,
    DateTimeOffset? At,
    string Queue,
    string Kind,
    bool Enabled,
    bool LegalDuty,
    DateTimeOffset? NextAt,
    ScheduleHold Hold,
    string? Note)
{
    public static ScheduleLine Of(ScheduleSummary it) => new(
        it.Name, it.Timing.Cron, it.Timing.Zone, ScheduleView.Seconds(it.Timing), it.Timing.At, it.Queue, it.Kind, it.IsEnabled, it.IsLegalDuty, it.NextAt,
        it.Hold, it.Note);
}

/// <summary>A time at which a schedule comes due.</summary>
/// <param name="Local">The same moment as the clocks of its zone show it.</param>
/// <param name="Note">What a change of clocks does to it: it is the first moment after a gap, or one of two that the clocks show alike.</param>
internal sealed record ScheduleTimeView(DateTimeOffset At, string Local, ScheduleNote? Note)
{
    public static ScheduleTimeView Of(ScheduleOccurrence it) =>
        new(it.At, it.Local.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture), it.Note);
}

/// <summary>The next times of a schedule.</summary>
internal sealed record SchedulePreviewView(IReadOnlyList<ScheduleTimeView> Times);

/// <summary>What became of a time of a schedule.</summary>
/// <param name="Result">started or byHand: it made its job. missed or overlapped: it made none.</param>
/// <param name="Until">Of several that were missed, the last.</param>
/// <param name="Job">The job that it made.</param>
/// <param name="State">Where the job is on its way, as long as that is kept.</param>
/// <param name="StartedAt">When the job's last attempt began.</param>
/// <param name="DurationMs">How long that attempt took.</param>
internal sealed record ScheduleRunView(
    DateTimeOffset DueAt,
    ScheduleRunKind Result,
    DateTimeOffset? Until,
    JobId? Job,
    JobState? State,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    long? DurationMs,
    DateTimeOffset HandledAt)
{
    public static ScheduleRunView Of(ScheduleRun it) => new(
        it.DueAt, it.Kind, it.Until, it.Job, it.State, it.StartedAt, it.FinishedAt, (long?)(it.FinishedAt - it.StartedAt)?.TotalMilliseconds, it.HandledAt);
}
