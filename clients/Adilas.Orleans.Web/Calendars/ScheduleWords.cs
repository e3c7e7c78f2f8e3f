using System.Globalization;
using Adilas.Components;
using Adilas.Jobs;

namespace Adilas.Calendars;

/// <summary>Schedules, their times and what became of them, in words.</summary>
internal static class ScheduleWords
{
    public static string Timing(ScheduleTiming timing) => timing switch
    {
        { Cron: { } cron } => $"{cron} {timing.Zone ?? ScheduleTiming.DefaultZone}",
        { Every: { } every } => $"every {PageTime.Duration(every)}",
        { At: { } at } => $"once, {PageTime.Utc(at)}",
        _ => "never",
    };

    public static string? Hold(ScheduleHold hold) => hold switch
    {
        ScheduleHold.None => null,
        ScheduleHold.Mode => "Held by the corporation's mode",
        ScheduleHold.Maintenance => "Held by its stack's maintenance",
    };

    /// <summary>A moment as the clocks of its zone show it.</summary>
    public static string Local(ScheduleOccurrence it) => it.Local.ToString("ddd yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);

    public static string? Note(ScheduleNote? note) => note is { } known ? Note(known) : null;

    private static string Note(ScheduleNote note) => note switch
    {
        ScheduleNote.AfterGap => "the clocks leave its own time out",
        ScheduleNote.FirstOfTwo => "the clocks show this time twice; the first",
        ScheduleNote.SecondOfTwo => "the clocks show this time twice; the second",
    };

    public static (string Words, string Tone, string Icon) Outcome(ScheduleRun run) => run.Kind switch
    {
        ScheduleRunKind.Missed => ("Missed", "warn", "alert"),
        ScheduleRunKind.Overlapped => ("Passed over", "warn", "clock"),
        ScheduleRunKind.Started or ScheduleRunKind.ByHand => run.State is { } state
            ? (JobWords.Name(state), JobWords.Tone(state), JobWords.Icon(state))
            : ("Started", "", "check"),
    };

    public static string Why(ScheduleRun run) => run.Kind switch
    {
        ScheduleRunKind.Started => "",
        ScheduleRunKind.ByHand => "asked for by hand",
        ScheduleRunKind.Missed => run.Until is { } until && until != run.DueAt ? $"with all until {PageTime.Utc(until)}" : "nothing ran then",
        ScheduleRunKind.Overlapped => "the job before had not ended",
    };
}
