using Adilas.Access;
using Adilas.Corporations;
using Adilas.Paging;

namespace Adilas.ApiKeys;

/// <summary>What callers do with API keys, for endpoints and pages alike. A caller within a corporation sees and makes only that one's.</summary>
internal sealed class ApiKeyService(IGrainFactory grains, Boundary boundary, CallerAccessor callers, NewSecrets secrets)
{
    /// <param name="corporation">Only this one's; <c>null</c> for all that the caller may see.</param>
    public Task<Page<ApiKey>> List(CorporationId? corporation, string? cursor, int? limit, CancellationToken cancellationToken)
    {
        if (corporation is { } wanted) boundary.Enter(wanted);
        return grains.ApiKeys(corporation ?? boundary.Own).List(cursor, limit, cancellationToken);
    }

    /// <summary>Makes a key. Its secret is in the answer and nowhere else.</summary>
    /// <param name="corporation">The one that it shall open; <c>null</c> for the caller's own, or for an operator's key.</param>
    public async Task<(ApiKey Key, string Token)> Create(
        CorporationId? corporation, ApiKeyOrder order, OperationKey? operation, CancellationToken cancellationToken)
    {
        if (corporation is { } wanted) boundary.Enter(wanted);
        var (name, secret) = secrets.Make(Caller, operation);
        var id = new ApiKeyId(corporation ?? boundary.Own, name);
        var key = await callers.As(operation, () => grains.ApiKey(id).Issue(order, [.. ApiKeyId.Hash(secret)], cancellationToken));
        return (key, id.Token(secret));
    }

    public async Task<(ApiKey Key, string Token)> Rotate(ApiKeyId id, OperationKey? operation, CancellationToken cancellationToken)
    {
        Enter(id);
        var (_, secret) = secrets.Make(Caller, operation);
        var key = await callers.As(operation, () => grains.ApiKey(id).Rotate([.. ApiKeyId.Hash(secret)], cancellationToken));
        return (key, id.Token(secret));
    }

    public async Task<ApiKey> Revoke(ApiKeyId id, OperationKey? operation, CancellationToken cancellationToken)
    {
        Enter(id);
        return await callers.As(operation, () => grains.ApiKey(id).Revoke(cancellationToken));
    }

    private CallerContext Caller => callers.Current ?? CallerContext.Anonymous;

    private void Enter(ApiKeyId id)
    {
        if (id.Corporation is { } corporation) boundary.Enter(corporation);
        else boundary.EnterPlatform();
    }
}
