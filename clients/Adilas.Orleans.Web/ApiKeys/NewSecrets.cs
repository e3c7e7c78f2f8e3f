using System.Security.Cryptography;
using System.Text;
using Adilas.Access;
using Microsoft.Extensions.Options;

namespace Adilas.ApiKeys;

/// <summary>
/// Makes ids and secrets of new keys. Under an idempotency key they are derived, from a key that only web hosts hold: whoever repeats the
/// request because its answer was lost gets the same answer, although nobody stored the secret. Otherwise they are random.
/// </summary>
internal sealed class NewSecrets(IOptions<SealOptions> seal)
{
    private const string Letters = "abcdefghijkmnpqrstuvwxyz23456789";
    private const int NameLength = 16;
    private const int SecretBytes = 32;

    private readonly byte[] root = Convert.FromBase64String(seal.Value.WebKeys[0]);

    public (string Name, string Secret) Make(CallerContext caller, OperationKey? operation)
    {
        var bytes = operation is null ? RandomNumberGenerator.GetBytes(NameLength + SecretBytes) : Derive(caller, operation);
        var name = string.Concat(bytes.Take(NameLength).Select(value => Letters[value % Letters.Length]));
        return (name, Convert.ToHexStringLower(bytes.AsSpan(NameLength)));
    }

    private byte[] Derive(CallerContext caller, OperationKey operation) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, root, NameLength + SecretBytes, info: Encoding.UTF8.GetBytes($"api-key\n{caller.Actor}\n{operation}"));
}
