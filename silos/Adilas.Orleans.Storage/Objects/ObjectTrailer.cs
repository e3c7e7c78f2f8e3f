using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;

namespace Adilas.Objects;

/// <summary>
/// What follows an object's content in its file: properties as JSON, the JSON's length (4 bytes, little-endian), 8 marking bytes.
/// Content and properties in one file change together when the file is renamed into place; at the end, so that content starts at 0.
/// </summary>
internal sealed record ObjectTrailer(
    string Sha256, string ContentType, ImmutableSortedDictionary<string, string> Metadata, DateTimeOffset StoredAt)
{
    private const int FootBytes = 12;
    private const int MaxJsonBytes = 64 * 1024;

    private static ReadOnlySpan<byte> Mark => "ADILOBJ1"u8;

    public byte[] ToBytes()
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web);
        var bytes = new byte[json.Length + FootBytes];
        json.CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(json.Length), json.Length);
        Mark.CopyTo(bytes.AsSpan(json.Length + 4));
        return bytes;
    }

    public StoredObject Describe(ObjectAddress address, long sizeBytes) => new(address, sizeBytes, ContentType, Metadata, Sha256, StoredAt);

    /// <summary>Reads the trailer and leaves the file at its first byte.</summary>
    /// <returns>The trailer and the length of the content before it.</returns>
    /// <exception cref="Refusals.RefusedException"><c>Unavailable</c>, <c>object-corrupt</c>: not such a file, or a torn one.</exception>
    public static (ObjectTrailer Trailer, long SizeBytes) Read(FileStream file)
    {
        Span<byte> foot = stackalloc byte[FootBytes];
        if (file.Length < FootBytes) throw ObjectRules.Corrupt();
        file.Seek(-FootBytes, SeekOrigin.End);
        file.ReadExactly(foot);
        var length = BinaryPrimitives.ReadInt32LittleEndian(foot);
        if (!foot[4..].SequenceEqual(Mark) || length is < 0 or > MaxJsonBytes || length > file.Length - FootBytes)
            throw ObjectRules.Corrupt();

        var size = file.Length - FootBytes - length;
        var json = new byte[length];
        file.Seek(size, SeekOrigin.Begin);
        file.ReadExactly(json);
        file.Seek(0, SeekOrigin.Begin);
        return (Parse(json), size);
    }

    private static ObjectTrailer Parse(byte[] json)
    {
        try
        {
            var trailer = JsonSerializer.Deserialize<ObjectTrailer>(json, JsonSerializerOptions.Web);
            return trailer is { Sha256: not null, ContentType: not null, Metadata: not null } ? trailer : throw ObjectRules.Corrupt();
        }
        catch (JsonException)
        {
            throw ObjectRules.Corrupt();
        }
    }
}
