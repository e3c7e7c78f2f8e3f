namespace Adilas.Calendars;

/// <summary>One line in a corporation's list of schedules.</summary>
/// <param name="NextAt">As in <see cref="Schedule"/>.</param>
[GenerateSerializer, Immutable, Alias("adilas.ScheduleSummary")]
public sealed record ScheduleSummary(
    ScheduleName Name,
    ScheduleTiming Timing,
    string Queue,
    string Kind,
    bool IsEnabled,
    bool IsLegalDuty,
    DateTimeOffset? NextAt,
    ScheduleHold Hold,
    string? Note);
