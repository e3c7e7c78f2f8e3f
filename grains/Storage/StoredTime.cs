namespace Adilas.Storage;

/// <summary>Times in tables: UTC, microseconds since 1970, as a 64-bit number, so that every store keeps and compares them alike.</summary>
public static class StoredTime
{
    public static long ToMicroseconds(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>In UTC and no more exact than it can be stored, so that what is computed from it is what is read again.</summary>
    public static DateTimeOffset Whole(DateTimeOffset time) => FromMicroseconds(ToMicroseconds(time));

    public static DateTimeOffset FromMicroseconds(long microseconds) =>
        new(DateTimeOffset.UnixEpoch.Ticks + (microseconds * TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
