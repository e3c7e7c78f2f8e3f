namespace Adilas.Platform;

/// <summary>Folders that hold corporations' data: the runtime's user alone may look into them.</summary>
internal static class PrivateFolder
{
    public static DirectoryInfo Create(string path) => OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(path)
        : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}
