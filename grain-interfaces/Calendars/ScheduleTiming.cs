namespace Adilas.Calendars;

/// <summary>When a schedule comes due: by a cron expression, at a fixed interval, or once. Exactly one of the three.</summary>
/// <param name="Cron">
/// Five fields (minute, hour, day of month, month, day of week), or six with seconds before them. Read in the local time of <paramref name="Zone"/>.
/// A time that a change of clocks leaves out comes due at the first moment after; one that comes twice does the first time only, unless second, minute
/// or hour has a star, a range or a step: then each time.
/// </param>
/// <param name="Zone">IANA time zone of <paramref name="Cron"/>, for example <c>Europe/Berlin</c>. Default: UTC.</param>
/// <param name="Every">Whole seconds, <see cref="Shortest"/> to <see cref="Longest"/>, counted from when the schedule was set or its range begins.</param>
/// <param name="At">The one time, UTC.</param>
[GenerateSerializer, Immutable, Alias("adilas.ScheduleTiming")]
public sealed record ScheduleTiming(string? Cron = null, string? Zone = null, TimeSpan? Every = null, DateTimeOffset? At = null)
{
    public const string DefaultZone = "UTC";

    public static TimeSpan Shortest { get; } = TimeSpan.FromSeconds(1);

    public static TimeSpan Longest { get; } = TimeSpan.FromDays(366);
}
