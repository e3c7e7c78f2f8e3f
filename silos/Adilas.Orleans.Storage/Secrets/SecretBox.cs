using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Adilas.Access;
using Adilas.Refusals;
using Microsoft.Extensions.Options;

namespace Adilas.Secrets;

/// <summary>
/// AES-256-GCM. Layout: format (1 byte), key id (4), nonce (12), tag (16), ciphertext. Format, key id and purpose are
/// authenticated. The key id is the start of the key's SHA-256, so it needs no configuration and says nothing about the key.
/// Nonces are random: safe for 2^32 secrets under one key, far above what rows of passwords and person keys come to.
/// </summary>
internal sealed class SecretBox(IOptions<SecretsOptions> options) : ISecretBox
{
    private const byte Format = 1;
    private const int HeaderBytes = 5;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int OverheadBytes = HeaderBytes + NonceBytes + TagBytes;

    private readonly (uint Id, byte[] Key)[] ring =
    [
        .. options.Value.Keys.Select(Convert.FromBase64String)
            .Select(key => (BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(key)), key)),
    ];

    public byte[] Protect(ReadOnlySpan<byte> secret, string purpose)
    {
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        var result = new byte[OverheadBytes + secret.Length];
        result[0] = Format;
        BinaryPrimitives.WriteUInt32BigEndian(result.AsSpan(1), ring[0].Id);
        var nonce = result.AsSpan(HeaderBytes, NonceBytes);
        RandomNumberGenerator.Fill(nonce);

        using var cipher = new AesGcm(ring[0].Key, TagBytes);
        cipher.Encrypt(
            nonce, secret, result.AsSpan(OverheadBytes), result.AsSpan(HeaderBytes + NonceBytes, TagBytes), Associated(result, purpose));
        return result;
    }

    public byte[] Unprotect(ReadOnlySpan<byte> ciphertext, string purpose)
    {
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        if (ciphertext.Length < OverheadBytes || ciphertext[0] != Format) throw Damaged();

        var id = BinaryPrimitives.ReadUInt32BigEndian(ciphertext[1..]);
        var known = false;
        foreach (var (_, key) in ring.Where(entry => entry.Id == id))
        {
            known = true;
            if (TryDecrypt(key, ciphertext, purpose) is { } secret) return secret;
        }

        throw known ? Damaged() : new RefusedException(
            Refusal.Unavailable, "secret-key-missing", $"A stored secret needs a key that is not in {SecretsOptions.Section}:Keys.");
    }

    private static byte[]? TryDecrypt(byte[] key, ReadOnlySpan<byte> ciphertext, string purpose)
    {
        var secret = new byte[ciphertext.Length - OverheadBytes];
        using var cipher = new AesGcm(key, TagBytes);
        try
        {
            cipher.Decrypt(
                ciphertext.Slice(HeaderBytes, NonceBytes),
                ciphertext[OverheadBytes..],
                ciphertext.Slice(HeaderBytes + NonceBytes, TagBytes),
                secret,
                Associated(ciphertext, purpose));
            return secret;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Associated(ReadOnlySpan<byte> header, string purpose) =>
        [.. header[..HeaderBytes], .. Encoding.UTF8.GetBytes(purpose)];

    private static RefusedException Damaged() =>
        new(Refusal.Unavailable, "secret-damaged", "A stored secret was altered, or belongs to another purpose.");
}
