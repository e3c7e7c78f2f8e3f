using Adilas.Jobs;

namespace Adilas.Calendars;

/// <summary>What a schedule is: when it comes due, which job it makes then, and what becomes of times that it missed.</summary>
[GenerateSerializer, Immutable, Alias("adilas.ScheduleDefinition")]
public sealed record ScheduleDefinition(ScheduleTiming Timing, ScheduleJob Job)
{
    public const int MaxCatchUpLimit = 100;
    public const int DefaultCatchUpLimit = 10;
    public const int MaxNoteLength = 200;

    /// <summary>A schedule that is not comes due no more until it is again; what passes meanwhile is not made up for.</summary>
    [Id(0)] public bool IsEnabled { get; init; } = true;

    /// <summary>No run before then, UTC.</summary>
    [Id(1)] public DateTimeOffset? From { get; init; }

    /// <summary>No run from then on, UTC.</summary>
    [Id(2)] public DateTimeOffset? Until { get; init; }

    [Id(3)] public CatchUp CatchUp { get; init; } = CatchUp.RunLast;

    /// <summary>How many missed runs <see cref="CatchUp.RunAll"/> makes up for at most, 1 to <see cref="MaxCatchUpLimit"/>.</summary>
    [Id(4)] public int CatchUpLimit { get; init; } = DefaultCatchUpLimit;

    [Id(5)] public Overlap Overlap { get; init; } = Overlap.Skip;

    /// <summary>Whether the law demands it: it runs although the corporation is frozen, and its jobs wait in <see cref="JobOrder.DutyQueue"/>.</summary>
    [Id(6)] public bool IsLegalDuty { get; init; }

    /// <summary>What it is for, a sentence for people of at most <see cref="MaxNoteLength"/> characters.</summary>
    [Id(7)] public string? Note { get; init; }
}
