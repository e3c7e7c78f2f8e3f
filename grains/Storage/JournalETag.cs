using System.Globalization;

namespace Adilas.Storage;

/// <summary>
/// Reads the ETag that the journal gives a state: its version, and what the next row must follow on (time and hash), which is the
/// store's own business. As text it moves with an activation from silo to silo.
/// </summary>
public static class JournalETag
{
    public const char Separator = '.';

    /// <summary>The version of the state as loaded or last stored, counted from 1; 0 when nothing was ever stored.</summary>
    public static long Version(string? etag)
    {
        if (string.IsNullOrEmpty(etag)) return 0;
        var end = etag.IndexOf(Separator, StringComparison.Ordinal);
        return long.Parse(end < 0 ? etag : etag.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
