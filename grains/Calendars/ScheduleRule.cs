using System.Collections.Immutable;

namespace Adilas.Calendars;

/// <summary>When a schedule runs: a pure function of its definition. What was missed costs no more, however much it was.</summary>
internal sealed class ScheduleRule(ScheduleDefinition definition, DateTimeOffset setAt)
{
    /// <summary>How late a time may be to count as not missed where missed ones are not made up for.</summary>
    public static readonly TimeSpan Lateness = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Closest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly Recurrence recurrence = Recurrence.Of(definition.Timing, definition.From, setAt);

    /// <summary>The first time after a moment; <c>null</c>: it does not come due any more, or not until it is changed.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        if (!definition.IsEnabled) return null;
        var next = recurrence.Next(definition.From > after ? definition.From.Value - Tick : after);
        return definition.Until <= next ? null : next;
    }

    /// <summary>What to do at a moment about the times since <paramref name="due"/>, the first that nobody has looked after.</summary>
    public SchedulePlan Plan(DateTimeOffset due, DateTimeOffset now)
    {
        if (due > now) return new SchedulePlan([], null, due);
        var runs = Latest(definition.CatchUp is CatchUp.RunAll ? definition.CatchUpLimit : 1, due, now);
        if (definition.CatchUp is CatchUp.Skip && now - runs[0] > Lateness) runs = [];
        return new SchedulePlan(runs, Missed(due, runs.IsEmpty ? now + Tick : runs[0]), Next(now));
    }

    /// <summary>As <see cref="Plan"/>, where nothing that has come is to run.</summary>
    public SchedulePlan PassOver(DateTimeOffset due, DateTimeOffset now) =>
        due > now ? new SchedulePlan([], null, due) : new SchedulePlan([], Missed(due, now + Tick), Next(now));

    /// <summary>The next times, as the clocks of its zone show them.</summary>
    public IEnumerable<ScheduleOccurrence> Preview(DateTimeOffset after, int count)
    {
        var cron = recurrence as CronRecurrence;
        var next = Next(after);
        for (; next is { } at && count > 0; count--, next = Next(at))
            yield return new ScheduleOccurrence(at, cron?.Show(at) ?? at, cron?.NoteAt(at));
    }

    private ImmutableArray<DateTimeOffset> Latest(int limit, DateTimeOffset due, DateTimeOffset now)
    {
        // Nearly always there is one. Only after a long pause it is worth to begin at the end.
        var times = ImmutableArray.CreateBuilder<DateTimeOffset>();
        DateTimeOffset? at = due;
        for (; at <= now && times.Count < limit; at = Next(at.Value)) times.Add(at.Value);
        if (!(at <= now)) return times.ToImmutable();

        times.Clear();
        for (var last = Last(due, now + Tick); times.Count < limit; last = Last(due, last)) times.Add(last);
        times.Reverse();
        return times.ToImmutable();
    }

    private (DateTimeOffset First, DateTimeOffset Last)? Missed(DateTimeOffset due, DateTimeOffset before) =>
        due < before ? (due, Last(due, before)) : null;

    /// <summary>The last time before a moment, from one that is before it on: found by halving what lies between.</summary>
    private DateTimeOffset Last(DateTimeOffset due, DateTimeOffset before)
    {
        var (last, end) = (due, before);
        while (end - last >= Closest)
        {
            var middle = last + ((end - last) / 2);
            if (Next(middle) is { } next && next < before) last = next;
            else end = middle;
        }

        return last;
    }
}
