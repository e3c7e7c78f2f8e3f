using Adilas.Access;
using Adilas.Corporations;

namespace Adilas.Calendars;

/// <summary>The only place that writes and reads the keys of grains that have to do with schedules.</summary>
public static class CalendarGrainFactory
{
    /// <summary>The type of the grain that makes and lists a corporation's schedules.</summary>
    public const string ListType = "schedules";

    private const string Separator = "/schedule/";
    private const string ListEnding = "/schedules";

    public static ISchedulesGrain Schedules(this IGrainFactory grains, CorporationId corporation) =>
        grains.GetGrain<ISchedulesGrain>(corporation.Value + ListEnding);

    public static IScheduleGrain Schedule(this IGrainFactory grains, CorporationId corporation, ScheduleName name) =>
        grains.GetGrain<IScheduleGrain>(ScheduleKey(corporation, name));

    public static ICalendarClockGrain CalendarClock(this IGrainFactory grains) => grains.GetGrain<ICalendarClockGrain>("~calendar");

    public static string ScheduleKey(CorporationId corporation, ScheduleName name) => $"{corporation}{Separator}{name}";

    /// <exception cref="FormatException"><paramref name="key"/> is not a schedule's.</exception>
    public static (CorporationId Corporation, ScheduleName Name) ReadScheduleKey(string key)
    {
        var end = key.IndexOf(Separator, StringComparison.Ordinal);
        return end > 0
            ? (CorporationId.Parse(key[..end]), ScheduleName.Parse(key[(end + Separator.Length)..]))
            : throw new FormatException($"'{key}' is not the key of a schedule.");
    }

    /// <summary>The corporation whose schedules a list's key names.</summary>
    public static CorporationId ReadSchedulesKey(string key) => CorporationId.Parse(OwnerKey.Corporation(key).ToString());
}
