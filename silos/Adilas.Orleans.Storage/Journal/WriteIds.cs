using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Adilas.Journal;

/// <summary>
/// Names writes, so that a writer recognises its own row when an answer was lost: 8 random bytes of the process, then a count. No other
/// process can meet the same within the short time in which it matters, and drawing 16 random bytes for each write costs more.
/// </summary>
internal sealed class WriteIds
{
    private readonly byte[] process = RandomNumberGenerator.GetBytes(JournalRow.WriteIdBytes - sizeof(long));
    private long count;

    public byte[] Next()
    {
        var id = new byte[JournalRow.WriteIdBytes];
        process.CopyTo(id, 0);
        BinaryPrimitives.WriteInt64BigEndian(id.AsSpan(process.Length), Interlocked.Increment(ref count));
        return id;
    }
}
