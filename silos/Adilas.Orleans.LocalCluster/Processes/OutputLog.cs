namespace Adilas.LocalCluster;

/// <summary>Keeps the last lines of a child's output in memory and, when asked to, all of it in a file of bounded size.</summary>
internal sealed class OutputLog : IDisposable
{
    private const int MaxLines = 200;
    private const int MaxLineLength = 4_096;
    private const long MaxFileBytes = 32 * 1024 * 1024;

    private readonly Queue<(bool IsError, string Text)> lines = new();
    private readonly Lock writing = new();
    private StreamWriter? writer;
    private bool closed;

    public OutputLog(string? file)
    {
        File = file;
        if (file is not null) writer = Open(file);
    }

    public string? File { get; }

    /// <summary>The last lines of both outputs, or of standard output alone.</summary>
    public string Tail(bool withErrors)
    {
        lock (writing) return string.Join('\n', lines.Where(line => withErrors || !line.IsError).Select(line => line.Text));
    }

    /// <summary>Copies until the stream ends, which it does when the last process that holds it has ended.</summary>
    public async Task Pump(StreamReader reader, bool isError)
    {
        try
        {
            while (await reader.ReadLineAsync() is { } line) Add(line, isError);
        }
        catch (Exception ended) when (ended is IOException or ObjectDisposedException)
        {
            // The process object was disposed of while a grandchild still held the pipe.
        }
    }

    public void Dispose()
    {
        lock (writing)
        {
            closed = true;
            writer?.Dispose();
        }
    }

    private static StreamWriter Open(string file) =>
        new(new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete)) { AutoFlush = true };

    private void Add(string line, bool isError)
    {
        lock (writing)
        {
            if (closed) return;
            lines.Enqueue((isError, line.Length > MaxLineLength ? line[..MaxLineLength] : line));
            if (lines.Count > MaxLines) lines.Dequeue();
            if (writer is null) return;
            if (writer.BaseStream.Length > MaxFileBytes) StartNextFile();
            writer.WriteLine(line);
        }
    }

    /// <summary>One older file is kept, so that a chatty child can never fill the disk.</summary>
    private void StartNextFile()
    {
        writer!.Dispose();
        System.IO.File.Move(File!, File + ".1", overwrite: true);
        writer = Open(File!);
    }
}
