using Adilas.Refusals;
using Adilas.Settings.Catalogue;
using Cronos;
using NodaTime;
using NodaTime.TimeZones;

namespace Adilas.Calendars;

/// <summary>
/// A cron expression in a time zone. Cronos finds the times that clocks would show; which moments those are is found here, stretch by stretch
/// between changes of clocks: in zones whose winter is the exception, Cronos itself goes back in time and comes to no end. Zones are those of
/// NodaTime: machines know different ones, and two silos must mean the same moment.
/// </summary>
internal sealed class CronRecurrence : Recurrence
{
    public const int MaxLength = 200;
    private const int FieldsWithSeconds = 6;

    private readonly CronExpression expression;
    private readonly bool runsInBoth;
    private readonly DateTimeZone zone;

    private CronRecurrence(CronExpression expression, bool runsInBoth, DateTimeZone zone) =>
        (this.expression, this.runsInBoth, this.zone) = (expression, runsInBoth, zone);

    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>.</exception>
    public static CronRecurrence Parse(string cron, string zone)
    {
        var (expression, runsInBoth) = ParseExpression(cron);
        return new CronRecurrence(expression, runsInBoth, FindZone(zone));
    }

    public override DateTimeOffset? Next(DateTimeOffset after)
    {
        var stretch = zone.GetZoneInterval(Instant.FromDateTimeOffset(after));
        if (FindIn(stretch, Shown(after, stretch).AddTicks(1)) is { } found) return found;
        while (stretch.HasEnd)
        {
            var before = stretch;
            stretch = zone.GetZoneInterval(stretch.End);
            var (ended, begins) = (Shown(before.End, before), Shown(stretch.Start, stretch));
            if (FirstFrom(begins < ended ? begins : ended) is not { } next) return null;

            // Times that the clocks leave out come due when they have been put forward.
            if (next < begins) return stretch.Start.ToDateTimeOffset();
            if (FindIn(stretch, runsInBoth || begins > ended ? begins : ended) is { } later) return later;
        }

        return null;
    }

    /// <summary>The moment as the clocks show it.</summary>
    public DateTimeOffset Show(DateTimeOffset at) =>
        at.ToOffset(zone.GetUtcOffset(Instant.FromDateTimeOffset(at)).ToTimeSpan());

    /// <summary>What a change of clocks does to one of its times.</summary>
    public ScheduleNote? NoteAt(DateTimeOffset at)
    {
        var shown = Show(at).DateTime;
        if (FirstFrom(shown) != DateTime.SpecifyKind(shown, DateTimeKind.Utc)) return ScheduleNote.AfterGap;
        var moments = zone.MapLocal(LocalDateTime.FromDateTime(shown));
        if (moments.Count < 2) return null;
        return moments.First().ToInstant() == Instant.FromDateTimeOffset(at) ? ScheduleNote.FirstOfTwo : ScheduleNote.SecondOfTwo;
    }

    private DateTimeOffset? FindIn(ZoneInterval stretch, DateTime from)
    {
        if (FirstFrom(from) is not { } shown || (stretch.HasEnd && shown >= Shown(stretch.End, stretch))) return null;
        return new DateTimeOffset(DateTime.SpecifyKind(shown, DateTimeKind.Unspecified), stretch.WallOffset.ToTimeSpan()).ToUniversalTime();
    }

    /// <summary>The first time that it names, in terms of clocks.</summary>
    private DateTime? FirstFrom(DateTime shown) => expression.GetNextOccurrence(DateTime.SpecifyKind(shown, DateTimeKind.Utc), inclusive: true);

    private static DateTime Shown(DateTimeOffset at, ZoneInterval stretch) => at.UtcDateTime + stretch.WallOffset.ToTimeSpan();

    private static DateTime Shown(Instant at, ZoneInterval stretch) => at.ToDateTimeUtc() + stretch.WallOffset.ToTimeSpan();

    private static (CronExpression Expression, bool RunsInBoth) ParseExpression(string cron)
    {
        if (cron.Length > MaxLength) throw Malformed($"it has more than {MaxLength} characters.");
        if (cron.Contains('@', StringComparison.Ordinal)) throw Malformed("names such as @daily are not taken here.");
        var fields = cron.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var hasSeconds = fields.Length == FieldsWithSeconds;
        try
        {
            var expression = CronExpression.Parse(cron, hasSeconds ? CronFormat.IncludeSeconds : CronFormat.Standard);
            if (expression.GetNextOccurrence(DateTime.UnixEpoch) is null)
                throw new RefusedException(Refusal.Invalid, "cron-never", "There is no such day: this cron expression never comes due.", "cron");
            return (expression, string.Concat(fields.Take(hasSeconds ? 3 : 2)).AsSpan().ContainsAny("*?-/"));
        }
        catch (CronFormatException malformed)
        {
            throw Malformed(malformed.Message);
        }
        catch (MissingSeedException)
        {
            throw Malformed("'H' is not taken here.");
        }
    }

    private static DateTimeZone FindZone(string zone) =>
        TextForm.IsTimeZone(zone) && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is { } found
            ? found
            : throw new RefusedException(Refusal.Invalid, "zone-unknown", "A zone has an IANA name, such as Europe/Berlin.", "zone");

    private static RefusedException Malformed(string why) => new(
        Refusal.Invalid, "cron-malformed", $"Not a cron expression of five fields, or of six with seconds: {why}", "cron");
}
