namespace Adilas.LocalCluster;

/// <summary>Where locks and prepared data folders stay between runs. Everything in it can be deleted while nothing runs.</summary>
internal static class CacheFolder
{
    /// <summary>Root's cache must be readable by the server's own user; anybody else keeps it at home.</summary>
    public static string Path { get; } = Environment.IsPrivilegedProcess
        ? "/var/cache/adilas"
        : System.IO.Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
                ? cache
                : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
            "adilas");

    /// <returns>The path of a folder in the cache, which now exists.</returns>
    public static string Folder(params string[] names) => Directory.CreateDirectory(System.IO.Path.Combine([Path, .. names])).FullName;
}
