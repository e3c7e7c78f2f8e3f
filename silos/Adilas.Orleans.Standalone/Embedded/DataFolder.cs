namespace Adilas.Embedded;

/// <summary>The one folder in which an embedded platform keeps everything; held by one process at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream lockFile;

    private DataFolder(string path, FileStream lockFile) => (Path, this.lockFile) = (path, lockFile);

    public string Path { get; }

    /// <exception cref="InvalidOperationException">The folder cannot be used, or another process uses it.</exception>
    public static DataFolder Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(full);
            else Directory.CreateDirectory(full, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return new DataFolder(full, new FileStream(System.IO.Path.Combine(full, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException busy)
        {
            throw new StartFailedException($"The data folder '{full}' is in use by another process, or cannot be written: {busy.Message}");
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new StartFailedException($"The data folder '{full}' cannot be written: {denied.Message}");
        }
    }

    public string Combine(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    public void Dispose() => lockFile.Dispose();
}
