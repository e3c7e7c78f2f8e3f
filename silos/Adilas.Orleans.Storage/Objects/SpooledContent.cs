using System.Security.Cryptography;

namespace Adilas.Objects;

/// <summary>
/// Content whose length and hash are known before it is sent: S3 wants both in front. A stream that can seek is read twice;
/// another is kept in memory while small, and in a temporary file beyond that.
/// </summary>
internal sealed class SpooledContent : IAsyncDisposable
{
    private const int BufferBytes = 128 * 1024;
    private const int MemoryBytes = 1024 * 1024;

    private readonly bool isOurs;

    private SpooledContent(Stream stream, long start, long lengthBytes, string sha256, bool isOurs)
    {
        (Stream, Start, LengthBytes, Sha256, this.isOurs) = (stream, start, lengthBytes, sha256, isOurs);
    }

    public Stream Stream { get; }

    /// <summary>Where the content starts in <see cref="Stream"/>, which a retry goes back to.</summary>
    public long Start { get; }

    public long LengthBytes { get; }

    public string Sha256 { get; }

    public static async Task<SpooledContent> Read(Stream content, long maxBytes, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (content.CanSeek)
        {
            var start = content.Position;
            var seekable = await Drain(content, hash, maxBytes, Ignore, cancellationToken);
            content.Position = start;
            return new SpooledContent(content, start, seekable, Convert.ToHexStringLower(hash.GetHashAndReset()), isOurs: false);
        }

        Stream spool = new MemoryStream();
        try
        {
            var length = await Drain(content, hash, maxBytes, Keep, cancellationToken);
            spool.Position = 0;
            return new SpooledContent(spool, 0, length, Convert.ToHexStringLower(hash.GetHashAndReset()), isOurs: true);
        }
        catch
        {
            await spool.DisposeAsync();
            throw;
        }

        async ValueTask Keep(ReadOnlyMemory<byte> bytes)
        {
            if (spool is MemoryStream small && small.Length + bytes.Length > MemoryBytes) spool = await MoveToDisk(small);
            await spool.WriteAsync(bytes, cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => isOurs ? Stream.DisposeAsync() : ValueTask.CompletedTask;

    private static ValueTask Ignore(ReadOnlyMemory<byte> bytes) => ValueTask.CompletedTask;

    private static async Task<long> Drain(
        Stream content,
        IncrementalHash hash,
        long maxBytes,
        Func<ReadOnlyMemory<byte>, ValueTask> keep,
        CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferBytes];
        long length = 0;
        while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if ((length += count) > maxBytes) throw ObjectRules.TooLarge(maxBytes);
            hash.AppendData(buffer, 0, count);
            await keep(buffer.AsMemory(0, count));
        }

        return length;
    }

    private static async Task<Stream> MoveToDisk(MemoryStream small)
    {
        var file = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            BufferBytes,
            FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        small.Position = 0;
        await small.CopyToAsync(file);
        await small.DisposeAsync();
        return file;
    }
}
