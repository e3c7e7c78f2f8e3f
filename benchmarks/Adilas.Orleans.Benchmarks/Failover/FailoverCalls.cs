using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Adilas.Benchmarks;

/// <summary>A question to one corporation and its answer, in ticks of the clock that all processes of a machine share.</summary>
internal readonly record struct FailoverCall(long Corporation, long Asked, long Answered);

/// <summary>The answers, written to a file as they come, so that another process can follow them.</summary>
internal sealed class FailoverCalls : IAsyncDisposable
{
    private static readonly int RecordBytes = Marshal.SizeOf<FailoverCall>();

    private readonly Channel<FailoverCall> noted = Channel.CreateUnbounded<FailoverCall>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task writing;

    public FailoverCalls(string file) => writing = Task.Run(() => Write(file));

    public void Note(FailoverCall call) => noted.Writer.TryWrite(call);

    /// <summary>All that stands in the file now.</summary>
    public static FailoverCall[] Read(string file)
    {
        if (!File.Exists(file)) return [];
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length / RecordBytes * RecordBytes];
        stream.ReadExactly(bytes);
        return MemoryMarshal.Cast<byte, FailoverCall>(bytes).ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        noted.Writer.Complete();
        await writing;
    }

    private async Task Write(string file)
    {
        await using var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        while (await noted.Reader.WaitToReadAsync())
        {
            while (noted.Reader.TryRead(out var call)) stream.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<FailoverCall>(in call)));
            await stream.FlushAsync();
        }
    }
}
