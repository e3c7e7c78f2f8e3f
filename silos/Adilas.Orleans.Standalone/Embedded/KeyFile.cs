using System.Security.Cryptography;
using System.Text.Json;

namespace Adilas.Embedded;

/// <summary>
/// The keys of an embedded platform: made at the first start, kept in <c>keys.json</c>, owner-only. Without this file what is encrypted in
/// the data folder cannot be read again: it belongs into every backup of the folder.
/// </summary>
internal sealed record KeyFile(string WebKey, string SiloKey, string SecretKey, string HotPassword)
{
    private const string Name = "keys.json";

    public static KeyFile Open(DataFolder folder)
    {
        var path = folder.Combine(Name);
        if (File.Exists(path))
        {
            return JsonSerializer.Deserialize<KeyFile>(File.ReadAllText(path))
                ?? throw new StartFailedException($"'{path}' holds no keys.");
        }

        var made = new KeyFile(Random(), Random(), Random(), Random());
        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        // Written whole or not at all: half a key file would lock the owner out.
        var half = path + ".new";
        File.Delete(half);
        using (var file = new FileStream(half, create))
        {
            JsonSerializer.Serialize(file, made);
            file.Flush(flushToDisk: true);
        }

        File.Move(half, path);
        return made;
    }

    /// <summary>As configuration; what the deployment itself configures comes first.</summary>
    public IEnumerable<KeyValuePair<string, string?>> ToConfiguration() =>
    [
        new("Seal:WebKeys:0", WebKey),
        new("Seal:SiloKeys:0", SiloKey),
        new("Secrets:Keys:0", SecretKey),
    ];

    private static string Random() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
}
