using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Adilas.Refusals;

namespace Adilas.Personal;

/// <summary>
/// One value of one person as text: <c>personal.1.{person}.{base64url of nonce, tag and ciphertext}</c>. Grain, state and property are
/// authenticated, so that a value copied elsewhere cannot be read there. Stored for ever: a new layout gets a new number.
/// </summary>
internal static class PersonalCipher
{
    public const string Prefix = "personal.1.";
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public static string Hide(byte[] key, string person, PersonalPlace place, string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var hidden = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(hidden.AsSpan(0, NonceBytes));
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Encrypt(
            hidden.AsSpan(0, NonceBytes),
            plain,
            hidden.AsSpan(NonceBytes + TagBytes),
            hidden.AsSpan(NonceBytes, TagBytes),
            place.Bytes(person));
        return $"{Prefix}{person}.{Base64Url.EncodeToString(hidden)}";
    }

    /// <summary>Whose a stored text is; <c>null</c> when it is nobody's secret.</summary>
    public static string? PersonOf(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var end = text.IndexOf('.', Prefix.Length);
        return end > Prefix.Length ? text[Prefix.Length..end] : null;
    }

    /// <exception cref="RefusedException"><see cref="Refusal.Unavailable"/>: altered, or from another place.</exception>
    public static string Open(byte[] key, string person, PersonalPlace place, string text)
    {
        try
        {
            var hidden = Base64Url.DecodeFromChars(text.AsSpan(Prefix.Length + person.Length + 1));
            var plain = new byte[hidden.Length - NonceBytes - TagBytes];
            using var cipher = new AesGcm(key, TagBytes);
            cipher.Decrypt(
                hidden.AsSpan(0, NonceBytes), hidden.AsSpan(NonceBytes + TagBytes), hidden.AsSpan(NonceBytes, TagBytes), plain, place.Bytes(person));
            return Encoding.UTF8.GetString(plain);
        }
        catch (Exception failure) when (failure is CryptographicException or FormatException or OverflowException)
        {
            throw new RefusedException(Refusal.Unavailable, "personal-data-damaged", "Stored personal data was altered, or belongs elsewhere.");
        }
    }
}
