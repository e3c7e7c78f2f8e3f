using Adilas.Jobs;

namespace Adilas.Calendars;

/// <summary>A time of a schedule that has come.</summary>
/// <param name="DueAt">The time, UTC.</param>
/// <param name="Until">Of several that were missed, the last.</param>
/// <param name="Job">The job that it made.</param>
/// <param name="HandledAt">When it was looked after.</param>
[GenerateSerializer, Immutable, Alias("adilas.ScheduleRun")]
public sealed record ScheduleRun(
    DateTimeOffset DueAt, ScheduleRunKind Kind, DateTimeOffset? Until, JobId? Job, DateTimeOffset HandledAt)
{
    /// <summary>Where the job is on its way, as long as that is kept; <c>null</c> where none was made.</summary>
    [Id(0)] public JobState? State { get; init; }

    /// <summary>When the job's last attempt began.</summary>
    [Id(1)] public DateTimeOffset? StartedAt { get; init; }

    [Id(2)] public DateTimeOffset? FinishedAt { get; init; }
}

/// <summary>What became of a time of a schedule. Stored: append, never reorder.</summary>
[GenerateSerializer, Alias("adilas.ScheduleRunKind")]
public enum ScheduleRunKind
{
    /// <summary>It made its job.</summary>
    Started = 0,

    /// <summary>It made its job because somebody asked for it.</summary>
    ByHand = 1,

    /// <summary>It made none: nothing ran then, or the corporation's mode forbade it, and it was not made up for.</summary>
    Missed = 2,

    /// <summary>It made none: the job before had not ended.</summary>
    Overlapped = 3,
}
