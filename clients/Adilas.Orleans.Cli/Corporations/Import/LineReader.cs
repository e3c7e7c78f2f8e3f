using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Adilas.Corporations.Import;

/// <summary>Reads lines from a stream of any length, holding one at a time; empty lines count but do not appear.</summary>
internal static class LineReader
{
    public const int MaxLineBytes = 1024 * 1024;
    private const int BufferBytes = 64 * 1024;

    public static async IAsyncEnumerable<ImportLine> Read(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: BufferBytes, leaveOpen: true));
        var (number, readBytes, isSkipping) = (0, 0L, false);
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var rest = read.Buffer;
            while (TryCut(ref rest, read.IsCompleted, out var line, out var length))
            {
                number++;
                readBytes += length;
                var isTooLong = isSkipping || line.Length > MaxLineBytes;
                isSkipping = false;
                var text = isTooLong ? default : Content(line, isFirst: number is 1);
                if (text.IsEmpty && !isTooLong) continue;

                yield return new ImportLine(number, text, isTooLong, readBytes);
                readBytes = 0;
            }

            if (rest.Length > MaxLineBytes)
            {
                // The line is refused, so that its beginning needs no memory while its end is looked for.
                isSkipping = true;
                readBytes += rest.Length;
                rest = rest.Slice(rest.End);
            }

            reader.AdvanceTo(rest.Start, rest.End);
            if (read.IsCompleted) yield break;
        }
    }

    private static bool TryCut(ref ReadOnlySequence<byte> rest, bool isLast, out ReadOnlySequence<byte> line, out long length)
    {
        (line, length) = (default, 0);
        if (rest.PositionOf((byte)'\n') is { } end)
        {
            line = rest.Slice(0, end);
            length = line.Length + 1;
        }
        else if (isLast && !rest.IsEmpty)
        {
            line = rest;
            length = line.Length;
        }
        else
        {
            return false;
        }

        rest = rest.Slice(length);
        return true;
    }

    /// <summary>The line without the byte order mark of some editors, without a carriage return, and without blanks around it.</summary>
    private static ReadOnlyMemory<byte> Content(ReadOnlySequence<byte> line, bool isFirst)
    {
        ReadOnlyMemory<byte> text = line.ToArray();
        if (isFirst && text.Span.StartsWith("\uFEFF"u8)) text = text[3..];
        var span = text.Span;
        var start = span.IndexOfAnyExcept(" \t\r"u8);
        return start < 0 ? default : text[start..(span.LastIndexOfAnyExcept(" \t\r"u8) + 1)];
    }
}
