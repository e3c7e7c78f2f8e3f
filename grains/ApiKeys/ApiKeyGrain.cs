using System.Collections.Immutable;
using Adilas.Access;
using Adilas.Refusals;
using Adilas.Storage;
using Microsoft.Extensions.Options;

namespace Adilas.ApiKeys;

[GrainType("api-key")]
internal sealed class ApiKeyGrain(
    [PersistentState(StorageNames.ApiKey, StorageNames.Journal)] IPersistentState<ApiKeyState> record,
    IApiKeyUses uses,
    IOptions<SealOptions> seal,
    TimeProvider clock) : Grain, IApiKeyGrain
{
    private static readonly TimeSpan NoteUseEvery = TimeSpan.FromMinutes(1);

    private DateTimeOffset confirmedAt;
    private DateTimeOffset usedAt;

    private ApiKeyId Id => ApiKeyGrainFactory.ParseKey(this.GetPrimaryKeyString());

    private static PermissionSet Held => CallScope.Current?.Caller is { } caller
        ? caller.Kind is CallerKind.System ? PermissionSet.All : caller.Permissions
        : PermissionSet.None;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        confirmedAt = clock.GetUtcNow();
        return Task.CompletedTask;
    }

    public Task<ApiKey> Issue(ApiKeyOrder order, ImmutableArray<byte> secretHash, CancellationToken cancellationToken) =>
        Commit(record.State.Issue(order, secretHash, Held, clock.GetUtcNow()), cancellationToken);

    public Task<ApiKey> Rotate(ImmutableArray<byte> secretHash, CancellationToken cancellationToken) =>
        Commit(record.State.Rotate(secretHash, Held), cancellationToken);

    public Task<ApiKey> Widen(PermissionSet scopes, CancellationToken cancellationToken) => Id == ApiKeyId.Bootstrap
        ? Commit(record.State.Widen(scopes), cancellationToken)
        : throw new RefusedException(Refusal.Forbidden, "key-fixed", "Only the deployment's own operator key grows with a release.");

    public Task<ApiKey> Revoke(CancellationToken cancellationToken) =>
        Commit(record.State.Revoke(clock.GetUtcNow()), cancellationToken);

    public async Task<ApiKey?> Find(CancellationToken cancellationToken)
    {
        if (!record.State.IsIssued) return null;
        var last = await uses.Last([Id.ToString()], cancellationToken);
        return Snapshot(record.State) with { LastUsedAt = last[0] };
    }

    public async Task<ApiKeyGrant?> Prove(ImmutableArray<byte> secretHash, CancellationToken cancellationToken)
    {
        // Another activation may have revoked the key: an answer that grants something is never older than a lease.
        var now = clock.GetUtcNow();
        if (now - confirmedAt >= seal.Value.Lease)
        {
            await record.ReadStateAsync(cancellationToken);
            confirmedAt = now;
        }

        if (secretHash.IsDefault || !record.State.Proves(secretHash.AsSpan(), now)) return null;
        if (now - usedAt >= NoteUseEvery) uses.Note(Id.ToString(), usedAt = now);
        return new ApiKeyGrant(Id.ToString(), Id.Corporation, record.State.Scopes, record.State.ExpiresAt);
    }

    private async Task<ApiKey> Commit(ApiKeyState next, CancellationToken cancellationToken)
    {
        var key = await this.Commit(record, next, Snapshot, cancellationToken);
        confirmedAt = clock.GetUtcNow();
        return key;
    }

    private ApiKey Snapshot(ApiKeyState state) => new(
        Id.ToString(), state.Name!, Id.Corporation, state.Scopes, state.CreatedAt, state.ExpiresAt, state.RevokedAt, LastUsedAt: null);
}
