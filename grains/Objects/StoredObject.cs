using System.Collections.Immutable;

namespace Adilas.Objects;

/// <summary>What is known about an object without reading it.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="SizeBytes">Length of its content.</param>
/// <param name="ContentType">Media type.</param>
/// <param name="Metadata">The entries it was put with.</param>
/// <param name="Sha256">Hash of the content, lower-case hexadecimal; <c>null</c> when another program stored it without one.</param>
/// <param name="StoredAt">When this content was stored, UTC; S3 keeps whole seconds.</param>
public sealed record StoredObject(
    ObjectAddress Address,
    long SizeBytes,
    string ContentType,
    ImmutableSortedDictionary<string, string> Metadata,
    string? Sha256,
    DateTimeOffset StoredAt);
