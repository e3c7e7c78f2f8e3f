using System.Globalization;
using System.Security.Cryptography;

namespace Adilas.LocalCluster;

/// <summary>
/// A folder that goes with its owner: on disposal, or, when the owner was killed, by the next process that makes one.
/// A lock file beside it, held by the owner, tells which.
/// </summary>
internal sealed class TemporaryFolder : IDisposable
{
    private const string Prefix = "adilas-";
    private const string LockSuffix = ".lock";

    private static readonly Lazy<bool> Swept = new(Sweep);
    private readonly FileLock owned;

    public TemporaryFolder()
    {
        _ = Swept.Value;
        var name = Prefix + RandomNumberGenerator.GetHexString(12, lowercase: true);
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), name);
        owned = FileLock.TryTake(Path + LockSuffix) ?? throw new IOException($"{Path}{LockSuffix} is taken.");
        Directory.CreateDirectory(Path, ServerFolder.Mode);
    }

    public string Path { get; }

    public void Dispose()
    {
        Delete(Path);
        owned.Dispose();
    }

    private static bool Sweep()
    {
        // A lock file this young may belong to an owner that has created it but not locked it yet.
        var young = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-1);
        foreach (var lockFile in Directory.EnumerateFiles(System.IO.Path.GetTempPath(), $"{Prefix}*{LockSuffix}"))
        {
            if (!IsOurs(lockFile) || File.GetLastWriteTimeUtc(lockFile) > young) continue;
            try
            {
                using var abandoned = FileLock.TryTake(lockFile);
                if (abandoned is not null) Delete(lockFile[..^LockSuffix.Length]);
            }
            catch (UnauthorizedAccessException)
            {
                // Another user's; that user's next run removes it.
            }
        }

        return true;
    }

    private static bool IsOurs(string lockFile)
    {
        var middle = System.IO.Path.GetFileNameWithoutExtension(lockFile)[Prefix.Length..];
        return middle.Length is 12 && ulong.TryParse(middle, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _);
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        File.Delete(folder + LockSuffix);
    }
}
