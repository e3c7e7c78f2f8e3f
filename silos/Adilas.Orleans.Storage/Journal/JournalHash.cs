using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Adilas.Journal;

/// <summary>
/// The hash that chains a grain's rows: SHA-256 over every field of a row, the hash of the row before it, and the hash of the payload
/// instead of the payload, so that the chain still holds when old payloads are blanked. The layout is stored for ever.
/// </summary>
internal static class JournalHash
{
    private const byte Layout = 1;

    public static byte[] Of(JournalRow row, long at)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(MaxBytes(row));
        var written = Write(bytes, row, at);
        var hash = SHA256.HashData(written);
        ArrayPool<byte>.Shared.Return(bytes);
        return hash;
    }

    private static ReadOnlySpan<byte> Write(byte[] bytes, JournalRow row, long at)
    {
        bytes[0] = Layout;
        var rest = bytes.AsSpan(1);
        Add(ref rest, row.Key.Service);
        Add(ref rest, row.Key.GrainType);
        Add(ref rest, row.Key.StateName);
        Add(ref rest, row.Key.GrainKey);
        Add(ref rest, row.Version);
        Add(ref rest, row.WriteId);
        Add(ref rest, at);
        Add(ref rest, row.Corporation);
        Add(ref rest, row.Actor);
        Add(ref rest, row.OnBehalfOf);
        Add(ref rest, row.Action);
        Add(ref rest, row.TraceId);
        Add(ref rest, row.IsTombstone ? 1 : 0);
        Add(ref rest, row.PreviousHash);
        Add(ref rest, row.PayloadHash);
        return bytes.AsSpan(0, bytes.Length - rest.Length);
    }

    private static int MaxBytes(JournalRow row)
    {
        const int lengthsNumbersAndHashes = 512;
        var characters = row.Key.Service.Length + row.Key.GrainType.Length + row.Key.StateName.Length + row.Key.GrainKey.Length
            + row.Corporation.Length + row.Actor.Length + (row.OnBehalfOf?.Length ?? 0) + row.Action.Length;
        return lengthsNumbersAndHashes + Encoding.UTF8.GetMaxByteCount(characters);
    }

    private static void Add(ref Span<byte> rest, long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(rest, number);
        rest = rest[sizeof(long)..];
    }

    private static void Add(ref Span<byte> rest, string? text)
    {
        var count = text is null ? -1 : Encoding.UTF8.GetBytes(text, rest[sizeof(long)..]);
        Add(ref rest, count);
        if (count > 0) rest = rest[count..];
    }

    private static void Add(ref Span<byte> rest, byte[]? blob)
    {
        Add(ref rest, blob?.Length ?? -1);
        blob.AsSpan().CopyTo(rest);
        rest = rest[(blob?.Length ?? 0)..];
    }
}
