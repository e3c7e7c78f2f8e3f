using System.Buffers.Text;
using System.Globalization;
using Adilas.Storage;

namespace Adilas.Journal;

/// <summary>What the next row of a grain must follow on. Written as its ETag.</summary>
/// <param name="At">When the row was written, microseconds since 1970.</param>
/// <param name="Hash">The row's hash; <c>null</c> only for <see cref="None"/>.</param>
internal readonly record struct StoredVersion(long Version, long At, byte[]? Hash)
{
    public static StoredVersion None { get; }

    public static StoredVersion Parse(string? etag)
    {
        if (string.IsNullOrEmpty(etag)) return None;
        var parts = etag.Split(JournalETag.Separator);
        return parts.Length == 3
            ? new StoredVersion(Number(parts[0]), Number(parts[1]), Base64Url.DecodeFromChars(parts[2]))
            : throw new FormatException("Not an ETag of the journal.");
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Version}{JournalETag.Separator}{At}{JournalETag.Separator}{Base64Url.EncodeToString(Hash)}");

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
