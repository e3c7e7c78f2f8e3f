using Adilas.Refusals;

namespace Adilas.Calendars;

/// <summary>The times at which something comes due, at least a second apart.</summary>
internal abstract class Recurrence
{
    /// <param name="from">When the schedule's range begins; <c>null</c>: it does not.</param>
    /// <param name="setAt">When this timing was set: intervals count from then, unless a range begins.</param>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: see <see cref="ScheduleRules"/>.</exception>
    public static Recurrence Of(ScheduleTiming timing, DateTimeOffset? from, DateTimeOffset setAt) => timing switch
    {
        { Cron: { } cron, Every: null, At: null } => CronRecurrence.Parse(cron, timing.Zone ?? ScheduleTiming.DefaultZone),
        { Cron: null, Zone: not null } => throw Invalid("zone-without-cron", "A zone goes with a cron expression.", "zone"),
        { Cron: null, Every: { } every, At: null } => new Interval(Checked(every), from ?? setAt + every),
        { Cron: null, Every: null, At: { } at } => new OneTime(at),
        _ => throw Invalid("timing-missing", "Say when: exactly one of 'cron', 'everySeconds' and 'at'.", "cron"),
    };

    /// <summary>The first time after a moment; <c>null</c>: there is none.</summary>
    public abstract DateTimeOffset? Next(DateTimeOffset after);

    private static TimeSpan Checked(TimeSpan every) =>
        every >= ScheduleTiming.Shortest && every <= ScheduleTiming.Longest && every.Ticks % TimeSpan.TicksPerSecond == 0
            ? every
            : throw Invalid(
                "interval-out-of-range", $"An interval has 1 to {(long)ScheduleTiming.Longest.TotalSeconds} whole seconds.", "everySeconds");

    private static RefusedException Invalid(string code, string message, string field) => new(Refusal.Invalid, code, message, field);

    private sealed class Interval(TimeSpan every, DateTimeOffset first) : Recurrence
    {
        public override DateTimeOffset? Next(DateTimeOffset after) =>
            after < first ? first : first + (every * (((after - first).Ticks / every.Ticks) + 1));
    }

    private sealed class OneTime(DateTimeOffset at) : Recurrence
    {
        public override DateTimeOffset? Next(DateTimeOffset after) => after < at ? at : null;
    }
}
