using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Adilas.Access;
using Adilas.Refusals;
using Adilas.Storage;

namespace Adilas.ApiKeys;

/// <summary>Everything stored about an API key. Its secret is not: only the hash.</summary>
[GenerateSerializer, Immutable, Alias("adilas.ApiKeyState")]
internal sealed record ApiKeyState : JournalState
{
    public const int MaxNameLength = 100;

    /// <summary><c>null</c> until issued.</summary>
    [Id(0)] public string? Name { get; init; }

    [JsonConverter(typeof(StoredScopes))]
    [Id(1)] public PermissionSet Scopes { get; init; }

    /// <summary>SHA-256 of the secret, base64.</summary>
    [Id(2)] public string SecretHash { get; init; } = "";

    /// <summary>UTC.</summary>
    [Id(3)] public DateTimeOffset CreatedAt { get; init; }

    /// <summary>UTC; <c>null</c> for never.</summary>
    [Id(4)] public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>UTC.</summary>
    [Id(5)] public DateTimeOffset? RevokedAt { get; init; }

    [JsonIgnore] public bool IsIssued => Name is not null;

    public ApiKeyState Issue(ApiKeyOrder order, ImmutableArray<byte> secretHash, PermissionSet held, DateTimeOffset now)
    {
        CheckOrder(order);
        CheckHash(secretHash);
        CheckHeld(order.Scopes, held);
        if (IsIssued)
        {
            return Name == order.Name && Scopes == order.Scopes && ExpiresAt == order.ExpiresAt && Matches(secretHash.AsSpan())
                ? this
                : throw new RefusedException(Refusal.Conflict, "key-exists", "A key with this id exists.");
        }

        if (order.ExpiresAt <= now) throw Invalid("key-expiry", "A key expires in the future.", "expiresAt");
        return this with
        {
            Name = order.Name,
            Scopes = order.Scopes,
            SecretHash = Convert.ToBase64String(secretHash.AsSpan()),
            CreatedAt = now,
            ExpiresAt = order.ExpiresAt,
        };
    }

    public ApiKeyState Rotate(ImmutableArray<byte> secretHash, PermissionSet held)
    {
        CheckIssued();
        CheckHash(secretHash);

        // Whoever learns the new secret holds the key's scopes: it is handed out as if it were new.
        CheckHeld(Scopes, held);
        if (RevokedAt is not null) throw new RefusedException(Refusal.Conflict, "key-revoked", "The key is revoked.");
        return Matches(secretHash.AsSpan()) ? this : this with { SecretHash = Convert.ToBase64String(secretHash.AsSpan()) };
    }

    /// <summary>Adds scopes. A revoked key stays as it is.</summary>
    public ApiKeyState Widen(PermissionSet scopes)
    {
        CheckIssued();
        return RevokedAt is not null || Scopes.Includes(scopes) ? this : this with { Scopes = new PermissionSet(Scopes.Bits | scopes.Bits) };
    }

    public ApiKeyState Revoke(DateTimeOffset now)
    {
        CheckIssued();
        return RevokedAt is null ? this with { RevokedAt = now } : this;
    }

    public bool Proves(ReadOnlySpan<byte> secretHash, DateTimeOffset now) =>
        IsIssued && Matches(secretHash) && RevokedAt is null && !(ExpiresAt <= now);

    private bool Matches(ReadOnlySpan<byte> secretHash) =>
        CryptographicOperations.FixedTimeEquals(Convert.FromBase64String(SecretHash), secretHash);

    private static void CheckHeld(PermissionSet scopes, PermissionSet held)
    {
        if (!held.Includes(scopes))
            throw new RefusedException(Refusal.Forbidden, "scope-not-held", "Nobody can hand out a scope without holding it.", "scopes");
    }

    private void CheckIssued()
    {
        if (!IsIssued) throw new RefusedException(Refusal.NotFound, "key-unknown", "There is no such key.");
    }

    private static void CheckOrder(ApiKeyOrder order)
    {
        if (string.IsNullOrWhiteSpace(order.Name) || order.Name.Length > MaxNameLength || order.Name.Any(char.IsControl))
            throw Invalid("key-name", $"A name has 1 to {MaxNameLength} characters, none of them a control character.", "name");
        if (order.Scopes == PermissionSet.None) throw Invalid("key-scopes", "A key needs at least one scope.", "scopes");
    }

    private static void CheckHash(ImmutableArray<byte> secretHash)
    {
        if (secretHash.IsDefault || secretHash.Length != SHA256.HashSizeInBytes)
            throw Invalid("key-hash", "A secret's hash has 32 bytes.", "secretHash");
    }

    private static RefusedException Invalid(string code, string message, string field) => new(Refusal.Invalid, code, message, field);
}
