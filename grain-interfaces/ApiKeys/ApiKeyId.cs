using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Adilas.Corporations;
using Adilas.Ids;

namespace Adilas.ApiKeys;

/// <summary>
/// Names an API key: <c>{name}</c> for an operator's, <c>{corporation}.{name}</c> for a corporation's, each part in the grammar of ids.
/// The whole key that a caller presents is <c>ak_{id}_{secret}</c>; a key of any other form is the secret of the key <see cref="Bootstrap"/>.
/// </summary>
public readonly record struct ApiKeyId(CorporationId? Corporation, string Name)
{
    /// <summary>The longest key that is looked at, in characters.</summary>
    public const int MaxTokenLength = 256;

    /// <summary>The operator key that the deployment itself provides.</summary>
    public static ApiKeyId Bootstrap { get; } = new(null, "operator");

    public override string ToString() => Corporation is { } corporation ? $"{corporation}.{Name}" : Name;

    public string Token(string secret) => $"ak_{this}_{secret}";

    public static bool TryParse([NotNullWhen(true)] string? text, out ApiKeyId id)
    {
        id = default;
        var parts = text?.Split('.') ?? [];
        if (parts.Length is 0 or > 2 || !IdGrammar.IsWellFormed(parts[^1])) return false;
        if (parts.Length == 1)
        {
            id = new ApiKeyId(null, parts[0]);
            return true;
        }

        if (!CorporationId.TryParse(parts[0], out var corporation)) return false;
        id = new ApiKeyId(corporation, parts[1]);
        return true;
    }

    /// <summary>Splits a presented key into its id and its secret; <c>false</c> when it cannot be a key at all.</summary>
    public static bool TryParseToken([NotNullWhen(true)] string? token, out ApiKeyId id, out string secret)
    {
        (id, secret) = (Bootstrap, token ?? "");
        if (string.IsNullOrEmpty(token) || token.Length > MaxTokenLength) return false;
        if (!token.StartsWith("ak_", StringComparison.Ordinal)) return true;

        var separator = token.IndexOf('_', 3);
        if (separator < 0 || !TryParse(token[3..separator], out id)) return false;
        secret = token[(separator + 1)..];
        return secret.Length > 0;
    }

    /// <summary>
    /// What is stored of a secret. Secrets that we make are 256 random bits, for which a fast hash is as good as a slow one.
    /// </summary>
    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
