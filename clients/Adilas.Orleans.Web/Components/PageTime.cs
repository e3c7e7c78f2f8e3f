using System.Globalization;

namespace Adilas.Components;

/// <summary>Times in words and in full. The browser's script writes the same words, and keeps them true while a page stays open.</summary>
internal static class PageTime
{
    private static readonly (string Unit, double Seconds)[] Units =
        [("year", 31_536_000), ("month", 2_592_000), ("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)];

    public static string Relative(DateTimeOffset at, DateTimeOffset now)
    {
        var seconds = (at - now).TotalSeconds;
        var (unit, size) = Units.FirstOrDefault(unit => Math.Abs(seconds) >= unit.Seconds, Units[^1]);
        var count = (long)(Math.Abs(seconds) / size);
        if (unit == "second" && count < 5) return seconds > 0 ? "in a moment" : "just now";

        var words = string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count == 1 ? "" : "s")}");
        return seconds > 0 ? $"in {words}" : $"{words} ago";
    }

    /// <summary>How long something took, or may take, in at most two units.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalMilliseconds: < 1 } => "less than 1 ms",
        { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min{(time.Seconds > 0 ? $" {time.Seconds} s" : "")}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h{(time.Minutes > 0 ? $" {time.Minutes} min" : "")}"),
    };

    /// <summary>What a browser's field for a time holds, which means UTC; <c>null</c>: no time.</summary>
    public static DateTimeOffset? Read(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    /// <summary>The same as programs write it; <c>null</c>: no time.</summary>
    public static string? Iso(string? text) => Read(text) is { } time ? Iso(time) : null;

    public static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
