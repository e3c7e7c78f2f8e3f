using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Adilas.Access;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adilas.Settings;

/// <summary>
/// The last copies that this front end held, in files that it alone can read: a start without a cluster finds them. Each is encrypted with a key
/// derived from the web key, so that one that was altered, or comes from elsewhere, is none. Whatever goes wrong here is logged and costs nobody else.
/// </summary>
internal sealed partial class DiskCopies(
    IOptions<ReplicaOptions> options, IOptions<SealOptions> seals, TimeProvider clock, ILogger<DiskCopies> logger)
{
    private const string Extension = ".copy";
    private const string Unfinished = ".part";
    private const int MaxFileBytes = 2 * 1024 * 1024;

    /// <summary>What nobody has renewed for so long is nobody's any more; it may hold personal settings.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(7);

    private readonly Lazy<KeyCipher> cipher = new(() => new KeyCipher(seals.Value, "adilas.settings.copies"));
    private readonly string? folder = options.Value.CopiesPath;
    private readonly long maxBytes = options.Value.CopiesMebibytes * 1024L * 1024;

    public bool IsOn => !string.IsNullOrEmpty(folder);

    /// <returns><c>null</c>: there is none that can be used.</returns>
    public FoundCopy? Find(string feed, string key)
    {
        if (!IsOn) return null;
        var path = PathOf(feed, key);
        try
        {
            if (!File.Exists(path)) return null;
            if (new FileInfo(path).Length > MaxFileBytes) throw new InvalidDataException("Too large.");
            var copy = JsonSerializer.Deserialize<DiskCopy>(cipher.Value.Unprotect(File.ReadAllBytes(path)), JsonSerializerOptions.Web);
            if (copy?.Feed == feed && copy.Key == key) return new FoundCopy(copy.Version, copy.AsOf, copy.ToValue());
            throw new InvalidDataException("Of something else.");
        }
        catch (Exception unusable)
        {
            // What another release wrote may be wrong in any way.
            LogUnusable(Path.GetFileName(path), unusable.GetType().Name);
            return null;
        }
    }

    /// <summary>Replaces the file in one step: whoever reads meanwhile finds the copy before or this one.</summary>
    /// <returns>Whether it was written.</returns>
    public bool Write(DiskCopy copy)
    {
        var path = PathOf(copy.Feed, copy.Key);
        var unfinished = $"{path}.{Path.GetRandomFileName()}{Unfinished}";
        try
        {
            CreateFolder();
            var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var file = new FileStream(unfinished, create))
                file.Write(cipher.Value.Protect(JsonSerializer.SerializeToUtf8Bytes(copy, JsonSerializerOptions.Web)));
            File.Move(unfinished, path, overwrite: true);
            return true;
        }
        catch (Exception failure) when (IsExpected(failure))
        {
            LogUnwritable(failure.GetType().Name);
            TryDelete(unfinished);
            return false;
        }
    }

    /// <summary>Lets go of what is old, then of what was renewed longest ago while all take more room than they may.</summary>
    public void Prune()
    {
        if (!IsOn || !Directory.Exists(folder)) return;
        try
        {
            var now = clock.GetUtcNow();
            var used = 0L;
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles().Where(IsOurs).OrderByDescending(file => file.LastWriteTimeUtc))
            {
                used += file.Length;
                var isOld = now - file.LastWriteTimeUtc > (file.Extension == Unfinished ? TimeSpan.FromHours(1) : KeptFor);
                if (isOld || used > maxBytes) TryDelete(file.FullName);
            }
        }
        catch (Exception failure) when (IsExpected(failure))
        {
            LogUnwritable(failure.GetType().Name);
        }
    }

    private static bool IsOurs(FileInfo file) => file.Extension is Extension or Unfinished;

    private static bool IsExpected(Exception failure) =>
        failure is IOException or UnauthorizedAccessException or CryptographicException or JsonException or InvalidDataException or ArgumentException;

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (IsExpected(failure))
        {
            // The next pass tries again.
        }
    }

    private void CreateFolder()
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder!);
        else Directory.CreateDirectory(folder!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    // A digest, since names of users do not belong into names of files.
    private string PathOf(string feed, string key) => Path.Combine(
        folder!, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{feed}\n{key}")).AsSpan(0, 16)) + Extension);

    [LoggerMessage(LogLevel.Warning, "The copy {File} on disk cannot be used and is left alone: {Failure}")]
    private partial void LogUnusable(string file, string failure);

    [LoggerMessage(LogLevel.Warning, "Copies of settings cannot be kept on disk: {Failure}")]
    private partial void LogUnwritable(string failure);
}
