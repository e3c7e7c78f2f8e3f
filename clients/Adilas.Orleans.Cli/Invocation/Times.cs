using System.CommandLine.Parsing;
using System.Globalization;

namespace Adilas.Invocation;

internal static class Times
{
    /// <summary>Reads a time as people write it and hands it on as the interface wants it: ISO 8601, UTC.</summary>
    public static string? Parse(ArgumentResult result)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        var text = result.Tokens[0].Value;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var time))
            return time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

        result.AddError($"'{text}' is not a time such as 2026-03-01T08:00:00Z.");
        return null;
    }
}
