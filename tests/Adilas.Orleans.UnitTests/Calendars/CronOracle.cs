using NodaTime;

namespace Adilas.Calendars;

/// <summary>
/// Finds the times of a cron expression by looking at every minute of some years and at what the clocks show then. Knows nothing of what is under
/// test: neither its parser nor its search, and of zones only the offset at a moment.
/// </summary>
internal sealed class CronOracle
{
    private const int Minute = 60;

    private readonly DateTimeOffset start;
    private readonly long[] local;
    private readonly DateTime[] shown;
    private readonly bool[] isSecondTime;

    public CronOracle(DateTimeZone zone, DateTimeOffset start, DateTimeOffset end)
    {
        this.start = start;
        var count = (int)(end - start).TotalMinutes;
        (local, shown, isSecondTime) = (new long[count], new DateTime[count], new bool[count]);
        var highest = long.MinValue;
        for (var index = 0; index < count; index++)
        {
            var at = start.UtcDateTime.AddMinutes(index);
            shown[index] = at + zone.GetUtcOffset(Instant.FromDateTimeUtc(at)).ToTimeSpan();
            local[index] = shown[index].Ticks / TimeSpan.TicksPerMinute;
            isSecondTime[index] = local[index] <= highest;
            if (index > 0 && local[index] != local[index - 1] + 1) Changes.Add(new DateTimeOffset(at, TimeSpan.Zero));
            highest = Math.Max(highest, local[index]);
        }
    }

    /// <summary>When clocks were changed.</summary>
    public List<DateTimeOffset> Changes { get; } = [];

    /// <summary>All times of the expression from one moment until before another, in seconds since the beginning.</summary>
    public List<long> Times(string cron, DateTimeOffset from, DateTimeOffset until)
    {
        var fields = cron.Split(' ');
        if (fields.Length == 5) fields = ["0", .. fields];
        var seconds = Set(fields[0], 0, 59);
        var (minutes, hours, days, months, weekDays) = (Set(fields[1], 0, 59), Set(fields[2], 0, 23), Set(fields[3], 1, 31), Set(fields[4], 1, 12), Set(fields[5], 0, 7));
        weekDays[0] |= weekDays[7];
        var isInterval = string.Concat(fields[..3]).AsSpan().ContainsAny("*-/");
        var found = new List<long>();
        for (var index = 1; index < local.Length; index++)
        {
            var at = (long)index * Minute;
            if (LeavesOut(index) && (!Means(shown[index]) || !seconds[0])) found.Add(at);
            if (!Means(shown[index]) || (isSecondTime[index] && !isInterval)) continue;
            for (var second = 0; second < Minute; second++)
                if (seconds[second]) found.Add(at + second);
        }

        var (first, end) = ((long)(from - start).TotalSeconds, (long)(until - start).TotalSeconds);
        return [.. found.Where(at => at >= first && at < end)];

        bool Means(DateTime it) => minutes[it.Minute] && hours[it.Hour] && days[it.Day] && months[it.Month] && weekDays[(int)it.DayOfWeek];

        // Whether the clocks, put forward to this minute, pass over one that is meant.
        bool LeavesOut(int index)
        {
            for (var passed = local[index - 1] + 1; passed < local[index]; passed++)
                if (Means(new DateTime(passed * TimeSpan.TicksPerMinute))) return true;

            return false;
        }
    }

    private static bool[] Set(string field, int least, int most)
    {
        var set = new bool[most + 1];
        foreach (var part in field.Split(','))
        {
            var (range, step) = part.Split('/') is [var before, var by] ? (before, int.Parse(by)) : (part, 0);
            var (low, high) = range == "*" ? (least, most)
                : range.Split('-') is [var from, var to] ? (int.Parse(from), int.Parse(to))
                : (int.Parse(range), step > 0 ? most : int.Parse(range));
            for (var value = low; value <= high; value += Math.Max(1, step)) set[value] = true;
        }

        return set;
    }
}
