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
        var bytes = new ArrayBufferWriter<byte>(512);
        bytes.GetSpan(1)[0] = Layout;
        bytes.Advance(1);
        Add(bytes, row.Key.Service);
        Add(bytes, row.Key.GrainType);
        Add(bytes, row.Key.StateName);
        Add(bytes, row.Key.GrainKey);
        Add(bytes, row.Version);
        Add(bytes, row.WriteId);
        Add(bytes, at);
        Add(bytes, row.Corporation);
        Add(bytes, row.Actor);
        Add(bytes, row.OnBehalfOf);
        Add(bytes, row.Action);
        Add(bytes, row.TraceId);
        Add(bytes, row.IsTombstone ? 1 : 0);
        Add(bytes, row.PreviousHash);
        Add(bytes, row.PayloadHash);
        return SHA256.HashData(bytes.WrittenSpan);
    }

    private static void Add(ArrayBufferWriter<byte> bytes, long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(bytes.GetSpan(sizeof(long)), number);
        bytes.Advance(sizeof(long));
    }

    private static void Add(ArrayBufferWriter<byte> bytes, string? text)
    {
        Add(bytes, text is null ? -1 : Encoding.UTF8.GetByteCount(text));
        if (text is not null) Encoding.UTF8.GetBytes(text, bytes);
    }

    private static void Add(ArrayBufferWriter<byte> bytes, byte[]? blob)
    {
        Add(bytes, blob?.Length ?? -1);
        bytes.Write(blob);
    }
}
