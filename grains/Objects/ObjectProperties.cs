using System.Collections.Immutable;
using System.Net.Http.Headers;
using Adilas.Refusals;

namespace Adilas.Objects;

/// <summary>What is stored beside an object's bytes.</summary>
public sealed record ObjectProperties
{
    public const int MaxMetadata = 16;
    public const int MaxMetadataNameLength = 40;

    /// <summary>Sum of names and percent-encoded values: S3 allows 2 KiB, and the runtime's own entries need a little.</summary>
    public const int MaxMetadataBytes = 1_800;

    public const int MaxContentTypeLength = 120;

    /// <summary>Length of a SHA-256 in hexadecimal.</summary>
    public const int HashLength = 64;

    /// <summary>Names with this prefix are the runtime's own.</summary>
    public const string ReservedPrefix = "adilas-";

    /// <summary>Media type, for example <c>image/jpeg</c>; default <c>application/octet-stream</c>.</summary>
    public string ContentType { get; init; } = "application/octet-stream";

    /// <summary>At most 16 entries; names of lower-case letters, digits or dashes; values of any text without control characters.</summary>
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>SHA-256 that the content must have, 64 lower-case hexadecimal digits; <c>null</c> accepts any content.</summary>
    public string? ExpectedSha256 { get; init; }

    /// <exception cref="RefusedException"><c>Invalid</c>: <c>content-type</c>, <c>metadata</c>, <c>content-hash</c>.</exception>
    public void Check()
    {
        if (!IsMediaType(ContentType))
            throw new RefusedException(Refusal.Invalid, "content-type", "The content type is not a media type.", "contentType");
        if (ExpectedSha256 is not null && !IsHash(ExpectedSha256))
            throw new RefusedException(Refusal.Invalid, "content-hash", "A content hash has 64 lower-case hexadecimal digits.", "sha256");
        if (MetadataProblem() is { } problem) throw new RefusedException(Refusal.Invalid, "metadata", problem, "metadata");
    }

    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>, <c>content-hash</c>: other bytes than were announced.</exception>
    public void CheckHash(string sha256)
    {
        if (ExpectedSha256 is not null && ExpectedSha256 != sha256)
            throw new RefusedException(Refusal.Invalid, "content-hash", "The content does not have the announced hash.", "sha256");
    }

    public static bool IsHash(string text) => text.Length == HashLength && text.All(char.IsAsciiHexDigitLower);

    private string? MetadataProblem()
    {
        if (Metadata.Count > MaxMetadata) return $"At most {MaxMetadata} metadata entries.";
        if (!Metadata.Keys.All(IsName)) return $"Metadata names are 1 to {MaxMetadataNameLength} lower-case letters, digits or dashes.";
        if (Metadata.Keys.Any(name => name.StartsWith(ReservedPrefix, StringComparison.Ordinal)))
            return $"Metadata names starting with '{ReservedPrefix}' are reserved.";
        if (Metadata.Values.Any(value => value.Any(char.IsControl))) return "Metadata values have no control characters.";
        return Metadata.Sum(entry => entry.Key.Length + Uri.EscapeDataString(entry.Value).Length) > MaxMetadataBytes
            ? $"Metadata comes to at most {MaxMetadataBytes} bytes."
            : null;
    }

    private static bool IsMediaType(string text) =>
        text.Length <= MaxContentTypeLength && text.All(char.IsAscii) && MediaTypeHeaderValue.TryParse(text, out _);

    private static bool IsName(string name) =>
        name.Length is > 0 and <= MaxMetadataNameLength && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-');
}
