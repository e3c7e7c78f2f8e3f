using System.Security.Cryptography;

namespace Adilas.LocalCluster;

/// <summary>A secret that is made once and then kept in a file that only its owner may read.</summary>
internal static class SecretFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static string ReadOrCreate(string file, Func<string> make)
    {
        if (File.Exists(file)) return File.ReadAllText(file).Trim();

        var secret = make();
        Write(file, secret + "\n");
        return secret;
    }

    /// <summary>Replaces the file in one step, so that a crash never leaves half a secret.</summary>
    public static void Write(string file, string content)
    {
        var next = file + ".next";
        File.Delete(next);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly };
        using (var writer = new StreamWriter(next, options)) writer.Write(content);
        File.Move(next, file, overwrite: true);
    }

    /// <summary>Letters and digits only: safe in connection strings, SQL and configuration files.</summary>
    public static string Password() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>32 random bytes in base64, which is the form of a signing or encryption key.</summary>
    public static string Key() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
}
