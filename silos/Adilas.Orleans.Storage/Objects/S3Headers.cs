using System.Collections.Immutable;
using Amazon.S3.Model;

namespace Adilas.Objects;

/// <summary>Metadata as S3 carries it: HTTP headers, hence ASCII; values are percent-encoded so that any text survives.</summary>
internal static class S3Headers
{
    /// <summary>The content's SHA-256, beside the caller's metadata.</summary>
    public const string Hash = ObjectProperties.ReservedPrefix + "sha256";

    private const string HeaderPrefix = "x-amz-meta-";

    public static void Write(MetadataCollection target, ImmutableSortedDictionary<string, string> metadata, string? sha256)
    {
        foreach (var (name, value) in metadata) target[name] = Uri.EscapeDataString(value);
        if (sha256 is not null) target[Hash] = sha256;
    }

    public static StoredObject Describe(
        ObjectAddress address, long sizeBytes, string? type, MetadataCollection metadata, DateTime? storedAt)
    {
        var entries = metadata.Keys.ToImmutableSortedDictionary(
            name => name[HeaderPrefix.Length..], name => metadata[name], StringComparer.Ordinal);
        var sha256 = entries.GetValueOrDefault(Hash);
        return new StoredObject(
            address,
            sizeBytes,
            type ?? "application/octet-stream",
            entries.Where(entry => !entry.Key.StartsWith(ObjectProperties.ReservedPrefix, StringComparison.Ordinal))
                .ToImmutableSortedDictionary(entry => entry.Key, entry => Uri.UnescapeDataString(entry.Value), StringComparer.Ordinal),
            sha256 is not null && ObjectProperties.IsHash(sha256) ? sha256 : null,
            Time(storedAt));
    }

    public static DateTimeOffset Time(DateTime? time) => time?.ToUniversalTime() ?? DateTimeOffset.UnixEpoch;
}
