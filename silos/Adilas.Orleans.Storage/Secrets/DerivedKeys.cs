using System.Security.Cryptography;
using System.Text;
using Adilas.Access;
using Microsoft.Extensions.Options;

namespace Adilas.Secrets;

/// <summary>HKDF-SHA-256 (RFC 5869) without salt; the purpose is its information.</summary>
internal sealed class DerivedKeys(IOptions<SecretsOptions> options) : IDerivedKeys
{
    private readonly byte[][] ring = [.. options.Value.Keys.Select(Convert.FromBase64String)];

    public IReadOnlyList<byte[]> Derive(string purpose)
    {
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        var information = Encoding.UTF8.GetBytes("adilas-derived/" + purpose);
        return [.. ring.Select(key => HKDF.DeriveKey(HashAlgorithmName.SHA256, key, SecretsOptions.KeyBytes, info: information))];
    }
}
