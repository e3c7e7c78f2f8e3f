using System.Security.Cryptography;

namespace Adilas.Access;

/// <summary>Keys of one ring. A key is found by its fingerprint, so that rotation tries no key in vain.</summary>
public sealed class SealKeyRing
{
    private readonly (byte Fingerprint, byte[] Key)[] keys;

    public SealKeyRing(IEnumerable<string> base64Keys) =>
        keys = [.. base64Keys.Select(Convert.FromBase64String).Select(key => (SHA256.HashData(key)[0], key))];

    public bool IsEmpty => keys.Length == 0;

    internal (byte Fingerprint, byte[] Key) Signing => keys[0];

    /// <summary>All keys with this fingerprint: one, save for a rare coincidence.</summary>
    internal IEnumerable<byte[]> Find(byte fingerprint) =>
        keys.Where(entry => entry.Fingerprint == fingerprint).Select(entry => entry.Key);
}
