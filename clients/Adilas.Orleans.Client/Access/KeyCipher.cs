using System.Security.Cryptography;
using System.Text;

namespace Adilas.Access;

/// <summary>
/// Encrypts with keys derived from <c>Seal:WebKeys</c>, which every front end holds already; what was altered or is somebody else's is not opened.
/// Form: fingerprint (1 byte), salt (32), AES-256-GCM ciphertext, tag (16); a fresh salt makes a fresh key, so the nonce may be constant.
/// </summary>
internal sealed class KeyCipher(IReadOnlyList<byte[]> keys, string purpose)
{
    private const int SaltBytes = 32;
    private const int TagBytes = 16;
    private const int HeaderBytes = 1 + SaltBytes;

    private static readonly byte[] Nonce = new byte[12];

    public KeyCipher(SealOptions options, string purpose)
        : this([.. options.WebKeys.Select(Convert.FromBase64String)], purpose)
    {
    }

    /// <summary>For something else: what one purpose wrote no other opens.</summary>
    public KeyCipher For(string other) => new(keys, other);

    public byte[] Protect(ReadOnlySpan<byte> plaintext)
    {
        var result = new byte[HeaderBytes + plaintext.Length + TagBytes];
        var salt = result.AsSpan(1, SaltBytes);
        result[0] = Fingerprint(keys[0]);
        RandomNumberGenerator.Fill(salt);
        using var cipher = Cipher(keys[0], salt);
        cipher.Encrypt(Nonce, plaintext, result.AsSpan(HeaderBytes, plaintext.Length), result.AsSpan(HeaderBytes + plaintext.Length));
        return result;
    }

    /// <exception cref="CryptographicException">Protected with another key or for another purpose, or damaged.</exception>
    public byte[] Unprotect(ReadOnlySpan<byte> protectedData)
    {
        if (protectedData.Length < HeaderBytes + TagBytes) throw new CryptographicException("Too short.");

        var plaintext = new byte[protectedData.Length - HeaderBytes - TagBytes];
        foreach (var key in keys)
        {
            if (Fingerprint(key) != protectedData[0]) continue;
            using var cipher = Cipher(key, protectedData.Slice(1, SaltBytes));
            try
            {
                cipher.Decrypt(Nonce, protectedData.Slice(HeaderBytes, plaintext.Length), protectedData[(HeaderBytes + plaintext.Length)..], plaintext);
                return plaintext;
            }
            catch (AuthenticationTagMismatchException)
            {
                // Another key with the same fingerprint may fit.
            }
        }

        throw new CryptographicException("Protected with another key or for another purpose, or damaged.");
    }

    private static byte Fingerprint(byte[] key) => SHA256.HashData(key)[1];

    private AesGcm Cipher(byte[] key, ReadOnlySpan<byte> salt)
    {
        Span<byte> derived = stackalloc byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, derived, salt, Encoding.UTF8.GetBytes(purpose));
        return new AesGcm(derived, TagBytes);
    }
}
