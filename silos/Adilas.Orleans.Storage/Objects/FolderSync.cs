using System.Runtime.InteropServices;

namespace Adilas.Objects;

/// <summary>
/// Makes a rename or a new folder survive a power cut: on Unix the folder itself must be flushed, which .NET has no call for.
/// Windows writes folder changes through its own journal.
/// </summary>
internal static class FolderSync
{
    private const int ReadOnly = 0;

    /// <summary>Flushes <paramref name="folder"/> and its parents up to and including <paramref name="top"/>.</summary>
    public static void Flush(string folder, string top)
    {
        if (OperatingSystem.IsWindows()) return;
        for (var current = folder; current.Length >= top.Length; current = Path.GetDirectoryName(current)!) FlushOne(current);
    }

    private static void FlushOne(string folder)
    {
        var descriptor = Open(folder, ReadOnly);

        // A neighbour's delete may have pruned the folder in the meantime; then there is nothing left to flush.
        if (descriptor < 0) return;
        try
        {
            if (Synchronise(descriptor) != 0) throw new IOException($"fsync failed with error {Marshal.GetLastPInvokeError()}.");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Synchronise(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
