namespace Adilas.Access;

/// <summary>
/// The keys that sign caller contexts. Bound from <c>Seal</c>. The first key of a ring signs, all of them verify: to rotate, put
/// the new key second everywhere, then first, then drop the old one.
/// </summary>
public sealed class SealOptions
{
    public const string Section = "Seal";
    public const int MinKeyBytes = 32;
    public const int MaxKeys = 8;

    /// <summary>Base64, at least 32 bytes each, 1 to 8 keys. Held by web hosts, front ends and silos; can sign people.</summary>
    public IList<string> WebKeys { get; } = [];

    /// <summary>Base64, at least 32 bytes each, 1 to 8 keys. Held by silos alone; can sign system actors.</summary>
    public IList<string> SiloKeys { get; } = [];

    /// <summary>
    /// How long a seal from outside lives, and how long a grant is trusted without asking again. Default 5 s; 1 s to 60 s.
    /// Above 15 s unless the cluster detects failures fast.
    /// </summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Reads a ring, or says in a sentence what is wrong with it; never repeats a key.</summary>
    public static string? Problem(IList<string> keys, string name)
    {
        if (keys.Count is 0 or > MaxKeys) return $"{Section}:{name} needs 1 to {MaxKeys} keys.";
        for (var i = 0; i < keys.Count; i++)
        {
            var buffer = new byte[keys[i].Length];
            if (!Convert.TryFromBase64String(keys[i], buffer, out var length) || length < MinKeyBytes)
                return $"{Section}:{name}:{i} must be base64 of at least {MinKeyBytes} bytes.";
        }

        return null;
    }
}
