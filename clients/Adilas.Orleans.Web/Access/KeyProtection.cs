using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Adilas.Access;

/// <summary>
/// Data protection for cookies and forms with keys derived from <c>Seal:WebKeys</c>, which every web host holds already: nothing to
/// store, share or lose, and a session that one host began every other can read. It rotates with those keys.
/// Form: fingerprint (1 byte), salt (32), AES-256-GCM ciphertext, tag (16); a fresh salt makes a fresh key, so the nonce may be constant.
/// </summary>
internal sealed class KeyProtection : IDataProtectionProvider, IDataProtector
{
    private const int SaltBytes = 32;
    private const int TagBytes = 16;
    private const int HeaderBytes = 1 + SaltBytes;

    private static readonly byte[] Nonce = new byte[12];

    private readonly IReadOnlyList<byte[]> keys;
    private readonly string purpose;

    public KeyProtection(IOptions<SealOptions> options)
        : this([.. options.Value.WebKeys.Select(Convert.FromBase64String)], "adilas.web")
    {
    }

    private KeyProtection(IReadOnlyList<byte[]> keys, string purpose) => (this.keys, this.purpose) = (keys, purpose);

    // The length before each purpose keeps two chains of purposes from reading alike.
    public IDataProtector CreateProtector(string purpose) => new KeyProtection(keys, $"{this.purpose}/{purpose.Length}:{purpose}");

    public byte[] Protect(byte[] plaintext)
    {
        var result = new byte[HeaderBytes + plaintext.Length + TagBytes];
        var salt = result.AsSpan(1, SaltBytes);
        result[0] = Fingerprint(keys[0]);
        RandomNumberGenerator.Fill(salt);
        using var cipher = Cipher(keys[0], salt);
        cipher.Encrypt(Nonce, plaintext, result.AsSpan(HeaderBytes, plaintext.Length), result.AsSpan(HeaderBytes + plaintext.Length));
        return result;
    }

    public byte[] Unprotect(byte[] protectedData)
    {
        if (protectedData.Length < HeaderBytes + TagBytes) throw new CryptographicException("Too short.");

        var plaintext = new byte[protectedData.Length - HeaderBytes - TagBytes];
        foreach (var key in keys.Where(key => Fingerprint(key) == protectedData[0]))
        {
            using var cipher = Cipher(key, protectedData.AsSpan(1, SaltBytes));
            try
            {
                cipher.Decrypt(Nonce, protectedData.AsSpan(HeaderBytes, plaintext.Length), protectedData.AsSpan(HeaderBytes + plaintext.Length), plaintext);
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
