namespace Adilas.LocalCluster;

/// <summary>The folder of one server: its data, its log, and its secrets in owner-only files.</summary>
internal sealed class ServerFolder : IDisposable
{
    /// <summary>Others may pass through (a server may run as a user of its own) but not look around.</summary>
    public const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly TemporaryFolder? temporary;

    /// <param name="kept">Where data outlive the server; <c>null</c> for a folder that is removed with it.</param>
    public ServerFolder(string? kept)
    {
        temporary = kept is null ? new TemporaryFolder() : null;
        Path = temporary?.Path ?? Directory.CreateDirectory(System.IO.Path.GetFullPath(kept!), Mode).FullName;
    }

    public string Path { get; }

    public string At(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => temporary?.Dispose();
}
