using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Adilas.Output;

/// <summary>
/// Standard output that says when its reader has gone: the console's own stream swallows that, and
/// <c>adilas … --all | head</c> would then read on for a hundred thousand rows.
/// </summary>
internal static class StandardOutput
{
    private static readonly UTF8Encoding WithoutMark = new(encoderShouldEmitUTF8Identifier: false);

    public static TextWriter Open() => new StreamWriter(OpenStream(), WithoutMark, bufferSize: 16 * 1024) { NewLine = "\n" };

    /// <summary>What a write to a pipe without a reader throws.</summary>
    public static bool IsBrokenPipe(Exception failure) =>
        failure is IOException { HResult: BrokenPipe } or IOException { InnerException: System.Net.Sockets.SocketException };

    private const int BrokenPipe = 32;

    private static Stream OpenStream()
    {
        if (OperatingSystem.IsWindows()) return Console.OpenStandardOutput();
        try
        {
            var pipe = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            // A stream over a file keeps its own position and would write over what others append to it.
            return pipe.CanSeek ? Console.OpenStandardOutput() : pipe;
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Console.OpenStandardOutput();
        }
    }
}
