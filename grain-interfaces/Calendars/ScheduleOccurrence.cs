namespace Adilas.Calendars;

/// <summary>A time at which a schedule comes due.</summary>
/// <param name="At">UTC.</param>
/// <param name="Local">The same moment as the clocks of the schedule's zone show it, with their offset.</param>
/// <param name="Note">What a change of clocks does to it; <c>null</c>: nothing.</param>
[GenerateSerializer, Immutable, Alias("adilas.ScheduleOccurrence")]
public sealed record ScheduleOccurrence(DateTimeOffset At, DateTimeOffset Local, ScheduleNote? Note);

/// <summary>What a change of clocks does to a time. Crosses the wire as a number: append, never reorder.</summary>
[GenerateSerializer, Alias("adilas.ScheduleNote")]
public enum ScheduleNote
{
    /// <summary>The clocks leave its own time out; this is the first moment after.</summary>
    AfterGap = 0,

    /// <summary>The clocks show this time twice; this is the first.</summary>
    FirstOfTwo = 1,

    /// <summary>The clocks show this time twice; this is the second, and the schedule runs in both.</summary>
    SecondOfTwo = 2,
}
