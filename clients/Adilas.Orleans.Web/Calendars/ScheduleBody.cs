using System.Text.Json;

namespace Adilas.Calendars;

/// <summary>A schedule as it shall be. When it comes due: exactly one of cron, everySeconds and at.</summary>
/// <param name="Queue">Where its jobs wait: 1 to 40 lower-case letters, digits or dashes.</param>
/// <param name="Kind">What its jobs do: 1 to 40 lower-case letters, digits or dashes.</param>
/// <param name="Cron">Five fields, or six with seconds before them, in the local time of the zone.</param>
/// <param name="Zone">IANA time zone of the cron expression; absent: UTC.</param>
/// <param name="EverySeconds">A fixed interval, 1 to 31622400.</param>
/// <param name="At">The one time, in the future.</param>
/// <param name="Enabled">Absent: true.</param>
/// <param name="From">No run before then.</param>
/// <param name="Until">No run from then on.</param>
/// <param name="CatchUp">What becomes of times that were missed; absent: runLast.</param>
/// <param name="CatchUpLimit">How many runAll makes up for at most, the latest of them: 1 to 100; absent: 10.</param>
/// <param name="Overlap">What becomes of a time that comes while the job before has not ended; absent: skip.</param>
/// <param name="LegalDuty">Whether it runs although the corporation is frozen; its queue is legal-duty then.</param>
/// <param name="Note">What it is for, at most 200 characters.</param>
/// <param name="Priority">Of its jobs, 0 to 9, the higher first.</param>
/// <param name="MaxAttempts">Of its jobs, 1 to 50.</param>
/// <param name="DeadlineSeconds">How long one attempt may take, 1 to 86400.</param>
internal sealed record ScheduleBody(
    string Queue,
    string Kind,
    string? Cron = null,
    string? Zone = null,
    long? EverySeconds = null,
    DateTimeOffset? At = null,
    bool Enabled = true,
    DateTimeOffset? From = null,
    DateTimeOffset? Until = null,
    CatchUp? CatchUp = null,
    int? CatchUpLimit = null,
    Overlap? Overlap = null,
    bool LegalDuty = false,
    string? Note = null,
    int? Priority = null,
    int? MaxAttempts = null,
    int? DeadlineSeconds = null)
{
    private const long MostSeconds = 366L * 86_400;

    /// <summary>Of its jobs: any JSON, at most 64 KiB; absent: {}.</summary>
    public JsonElement Payload { get; init; }

    public ScheduleDefinition ToDefinition() => new(
        // What is far beyond the longest interval is refused like it, and must not overflow before.
        new ScheduleTiming(Cron, Zone, EverySeconds is { } every ? TimeSpan.FromSeconds(Math.Clamp(every, 0, MostSeconds + 1)) : null, At),
        new ScheduleJob(
            Queue, Kind, Payload.ValueKind is JsonValueKind.Undefined ? "{}" : Payload.GetRawText(), Priority, MaxAttempts, DeadlineSeconds))
    {
        IsEnabled = Enabled,
        From = From,
        Until = Until,
        CatchUp = CatchUp ?? Calendars.CatchUp.RunLast,
        CatchUpLimit = CatchUpLimit ?? ScheduleDefinition.DefaultCatchUpLimit,
        Overlap = Overlap ?? Calendars.Overlap.Skip,
        IsLegalDuty = LegalDuty,
        Note = Note,
    };
}
