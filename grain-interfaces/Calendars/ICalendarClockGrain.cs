using Adilas.Access;
using Orleans.Concurrency;

namespace Adilas.Calendars;

/// <summary>Wakes schedules at their time. One for the whole platform. Reach it with <c>grains.CalendarClock()</c>.</summary>
[GrainInterfaceType("adilas.ICalendarClockGrain"), Alias("adilas.ICalendarClockGrain"), Subject(Subject.Platform)]
public interface ICalendarClockGrain : IGrainWithStringKey
{
    /// <summary>Reads what is due now, and keeps reading from now on.</summary>
    [Alias("Wake"), Allow(Caller.System), Repeatable, OneWay]
    Task Wake(CancellationToken cancellationToken = default);
}
