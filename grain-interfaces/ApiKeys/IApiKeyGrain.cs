using System.Collections.Immutable;
using Adilas.Access;
using Adilas.Refusals;

namespace Adilas.ApiKeys;

/// <summary>One API key. Key: <c>~key/{name}</c> for an operator's, <c>{corporation}/key/{name}</c> for a corporation's.</summary>
[GrainInterfaceType("adilas.IApiKeyGrain"), Alias("adilas.IApiKeyGrain"), Subject(Subject.Owner)]
public interface IApiKeyGrain : IGrainWithStringKey
{
    /// <summary>Issues the key. The caller made the secret and hands over its hash alone; repeating it changes nothing.</summary>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.Invalid"/>; <see cref="Refusal.Forbidden"/>: a scope that the caller does not hold;
    /// <see cref="Refusal.Conflict"/>: the id is taken.
    /// </exception>
    [Alias("Issue"), Allow(Caller.Member, Permission.KeysWrite), Repeatable]
    Task<ApiKey> Issue(ApiKeyOrder order, ImmutableArray<byte> secretHash, CancellationToken cancellationToken = default);

    /// <summary>Replaces the secret; the earlier one is refused from then on, within a lease.</summary>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.NotFound"/>; <see cref="Refusal.Forbidden"/>: the key has a scope that the caller does not hold;
    /// <see cref="Refusal.Conflict"/>: revoked.
    /// </exception>
    [Alias("Rotate"), Allow(Caller.Member, Permission.KeysWrite), Repeatable]
    Task<ApiKey> Rotate(ImmutableArray<byte> secretHash, CancellationToken cancellationToken = default);

    /// <summary>
    /// Adds scopes to the operator key that the deployment provides (<see cref="ApiKeyId.Bootstrap"/>), when a release brings new ones.
    /// On a revoked key it changes nothing.
    /// </summary>
    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>; <see cref="Refusal.Forbidden"/>: another key.</exception>
    [Alias("Widen"), Allow(Caller.System), Repeatable]
    Task<ApiKey> Widen(PermissionSet scopes, CancellationToken cancellationToken = default);

    /// <summary>Ends the key, within a lease. Revoking twice changes nothing.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>.</exception>
    [Alias("Revoke"), Allow(Caller.Member, Permission.KeysWrite, In = Modes.Any), Repeatable]
    Task<ApiKey> Revoke(CancellationToken cancellationToken = default);

    /// <summary>The key as stored, or <c>null</c>.</summary>
    [Alias("Find"), Allow(Caller.Member, Permission.KeysRead, In = Modes.Any), Repeatable]
    Task<ApiKey?> Find(CancellationToken cancellationToken = default);

    /// <summary>
    /// What the holder of this secret may do, or <c>null</c> when it is not the key's secret, or the key was revoked or has expired.
    /// Compared in constant time. The answer is never older than a lease.
    /// </summary>
    [Alias("Prove"), Allow(Caller.Public, In = Modes.Any), Repeatable]
    Task<ApiKeyGrant?> Prove(ImmutableArray<byte> secretHash, CancellationToken cancellationToken = default);
}
