using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Adilas.Access;

/// <summary>
/// Data protection for cookies and forms with keys derived from <c>Seal:WebKeys</c>, which every web host holds already: nothing to
/// store, share or lose, and a session that one host began every other can read. It rotates with those keys.
/// </summary>
internal sealed class KeyProtection : IDataProtectionProvider, IDataProtector
{
    private readonly KeyCipher cipher;
    private readonly string purpose;

    public KeyProtection(IOptions<SealOptions> options)
        : this(new KeyCipher(options.Value, "adilas.web"), "adilas.web")
    {
    }

    private KeyProtection(KeyCipher cipher, string purpose) => (this.cipher, this.purpose) = (cipher, purpose);

    // The length before each purpose keeps two chains of purposes from reading alike.
    public IDataProtector CreateProtector(string purpose)
    {
        var chain = $"{this.purpose}/{purpose.Length}:{purpose}";
        return new KeyProtection(cipher.For(chain), chain);
    }

    public byte[] Protect(byte[] plaintext) => cipher.Protect(plaintext);

    public byte[] Unprotect(byte[] protectedData) => cipher.Unprotect(protectedData);
}
