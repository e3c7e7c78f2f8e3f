using System.Security.Cryptography;
using Adilas.Refusals;

namespace Adilas.Objects;

/// <summary>
/// Reads a known number of bytes and, at their end, compares their hash. Lost connections and failing disks surface as refusals,
/// never as the driver's exceptions.
/// </summary>
/// <param name="inner">Positioned at the first byte; disposed with this stream.</param>
/// <param name="lengthBytes">How many bytes to read from it.</param>
/// <param name="sha256">What they must hash to; <c>null</c> when only their number is checked.</param>
/// <param name="owner">What else is disposed with this stream.</param>
/// <param name="readTimeout">How long one read may wait for bytes; <c>null</c> for stores that cannot stall.</param>
internal sealed class VerifiedStream(
    Stream inner, long lengthBytes, string? sha256, IDisposable? owner = null, TimeSpan? readTimeout = null) : Stream
{
    private readonly IncrementalHash? hash = sha256 is null ? null : IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long position;
    private bool verified;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => lengthBytes;

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return 0;
        if (position == lengthBytes) return Verify();

        var wanted = buffer[..(int)Math.Min(buffer.Length, lengthBytes - position)];
        using var deadline = readTimeout is null ? null : CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline?.CancelAfter(readTimeout!.Value);
        try
        {
            var count = await inner.ReadAsync(wanted, deadline?.Token ?? cancellationToken);
            return Take(wanted.Span, count);
        }
        catch (Exception failure) when (IsFailure(failure, cancellationToken))
        {
            throw ObjectRules.Unavailable();
        }
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        if (position == lengthBytes) return Verify();

        var wanted = buffer[..(int)Math.Min(buffer.Length, lengthBytes - position)];
        try
        {
            return Take(wanted, inner.Read(wanted));
        }
        catch (Exception failure) when (IsFailure(failure, CancellationToken.None))
        {
            throw ObjectRules.Unavailable();
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            hash?.Dispose();
            inner.Dispose();
            owner?.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Take(ReadOnlySpan<byte> buffer, int count)
    {
        if (count == 0) throw ObjectRules.Corrupt();
        position += count;
        hash?.AppendData(buffer[..count]);
        return count;
    }

    private int Verify()
    {
        if (verified) return 0;
        if (hash is not null && Convert.ToHexStringLower(hash.GetCurrentHash()) != sha256) throw ObjectRules.Corrupt();
        verified = true;
        return 0;
    }

    private static bool IsFailure(Exception failure, CancellationToken cancellationToken) =>
        failure is not RefusedException && !cancellationToken.IsCancellationRequested;
}
