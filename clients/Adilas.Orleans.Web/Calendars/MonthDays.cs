using System.Collections.Immutable;

namespace Adilas.Calendars;

/// <summary>Finds on which days of a month a schedule comes due, by asking for its next times from one day to the next.</summary>
internal static class MonthDays
{
    // A month has at most 31 days with a time on them; each question brings one of them at least.
    private const int MaxQuestions = 32;

    /// <param name="next">The schedule's next times from a moment on, as the clocks of its zone show them.</param>
    public static async Task<IReadOnlySet<DateOnly>> Find(
        ScheduleDefinition definition, IReadOnlyList<ScheduleOccurrence> first, Func<DateTimeOffset, Task<ImmutableArray<ScheduleOccurrence>>> next)
    {
        var days = new HashSet<DateOnly>();
        if (first.Count == 0) return days;
        var month = DayOf(first[0]);
        if (definition.Timing.Every is { } every) return Spread(first[0], every, definition.Until);

        IReadOnlyList<ScheduleOccurrence> known = first;
        for (var asked = 0; known.Count > 0 && asked < MaxQuestions; asked++)
        {
            foreach (var time in known.Where(time => IsOf(DayOf(time), month))) days.Add(DayOf(time));
            var last = known[^1];
            if (!IsOf(DayOf(last), month) || definition.Timing.Cron is null) break;
            known = await next(new DateTimeOffset(last.Local.Date.AddDays(1), last.Local.Offset).ToUniversalTime());
        }

        return days;
    }

    private static HashSet<DateOnly> Spread(ScheduleOccurrence first, TimeSpan every, DateTimeOffset? until)
    {
        var (days, month) = (new HashSet<DateOnly>(), DayOf(first));

        // More often than daily is every day; then a step of a day is enough.
        var step = every < TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : every;
        for (var time = first.Local; IsOf(DateOnly.FromDateTime(time.Date), month) && !(time >= until); time += step) days.Add(DateOnly.FromDateTime(time.Date));
        return days;
    }

    private static DateOnly DayOf(ScheduleOccurrence time) => DateOnly.FromDateTime(time.Local.Date);

    private static bool IsOf(DateOnly day, DateOnly month) => (day.Year, day.Month) == (month.Year, month.Month);
}
