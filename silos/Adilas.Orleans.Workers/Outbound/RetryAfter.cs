using System.Globalization;
using System.Net.Http.Headers;

namespace Adilas.Jobs.Outbound;

/// <summary>For how long a receiver asks to be left alone (RFC 9110, 10.2.3): seconds or a date.</summary>
internal static class RetryAfter
{
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <returns><c>null</c>: it did not say, or not in a way that can be read.</returns>
    public static TimeSpan? Read(HttpResponseHeaders headers, DateTimeOffset now) =>
        headers.TryGetValues("Retry-After", out var values) ? Read(values.First().Trim(), now) : null;

    public static TimeSpan? Read(string text, DateTimeOffset now)
    {
        if (text.Length > 0 && text.All(char.IsAsciiDigit))
            return int.TryParse(text, CultureInfo.InvariantCulture, out var seconds) ? Bounded(TimeSpan.FromSeconds(seconds)) : Longest;

        return DateTimeOffset.TryParseExact(
            text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
                ? Bounded(at - now)
                : null;
    }

    private static TimeSpan Bounded(TimeSpan asked) => asked < TimeSpan.Zero ? TimeSpan.Zero : asked > Longest ? Longest : asked;
}
