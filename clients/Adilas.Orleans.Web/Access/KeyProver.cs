using System.Collections.Concurrent;
using Adilas.ApiKeys;
using Microsoft.Extensions.Options;

namespace Adilas.Access;

/// <summary>
/// Asks the key's grain what a presented key may do, and remembers the answer for half a lease: a revoked key is refused within one.
/// Remembers by the hash of the key; the key itself is kept nowhere.
/// </summary>
internal sealed class KeyProver(IGrainFactory grains, CallerAccessor callers, IOptions<SealOptions> seal, TimeProvider clock)
{
    internal const int MaxRemembered = 10_000;

    /// <summary>A wrong key is asked for again soon, since it may have been issued meanwhile.</summary>
    private static readonly TimeSpan KeepRefusal = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, Proof> proofs = new(StringComparer.Ordinal);
    private readonly TimeSpan keep = seal.Value.Lease / 2;

    /// <summary>What the key may do; <c>null</c> when it opens nothing.</summary>
    /// <exception cref="Refusals.RefusedException">The cluster cannot say.</exception>
    public async Task<ApiKeyGrant?> Prove(string token, CancellationToken cancellationToken)
    {
        if (!ApiKeyId.TryParseToken(token, out var id, out var secret)) return null;

        var now = clock.GetUtcNow();
        var name = Name(id, secret);
        if (proofs.TryGetValue(name, out var known) && !known.IsOver(now, keep)) return await known.Grant.Value.WaitAsync(cancellationToken);

        if (proofs.Count >= MaxRemembered) DropOld(now);
        var proof = new Proof(now, new Lazy<Task<ApiKeyGrant?>>(() => Ask(id, secret)));

        // Whoever comes first asks; those who come meanwhile wait for the same answer.
        var kept = known is null ? proofs.GetOrAdd(name, proof) : proofs.TryUpdate(name, proof, known) ? proof : proofs.GetOrAdd(name, proof);
        return await kept.Grant.Value.WaitAsync(cancellationToken);
    }

    /// <summary>Whether this key opened something not long ago.</summary>
    public bool IsTrusted(string token) => ApiKeyId.TryParseToken(token, out var id, out var secret)
        && proofs.TryGetValue(Name(id, secret), out var known) && known.Grant is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result: not null } };

    private static string Name(ApiKeyId id, string secret) => $"{id}|{Convert.ToBase64String(ApiKeyId.Hash(secret))}";

    private async Task<ApiKeyGrant?> Ask(ApiKeyId id, string secret)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var anonymous = callers.Use(CallerContext.Anonymous);
        return await grains.ApiKey(id).Prove([.. ApiKeyId.Hash(secret)], patience.Token);
    }

    private void DropOld(DateTimeOffset now)
    {
        foreach (var (name, proof) in proofs)
            if (proof.IsOver(now, keep)) proofs.TryRemove(new KeyValuePair<string, Proof>(name, proof));
        if (proofs.Count >= MaxRemembered) proofs.Clear();
    }

    private sealed record Proof(DateTimeOffset At, Lazy<Task<ApiKeyGrant?>> Grant)
    {
        public bool IsOver(DateTimeOffset now, TimeSpan keep)
        {
            if (!Grant.IsValueCreated || !Grant.Value.IsCompleted) return false;
            if (!Grant.Value.IsCompletedSuccessfully) return true;
            if (Grant.Value.Result is not { } grant) return now - At >= KeepRefusal;
            return now - At >= keep || grant.ExpiresAt <= now;
        }
    }
}
