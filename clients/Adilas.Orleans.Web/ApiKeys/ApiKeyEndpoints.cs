using Adilas.Access;
using Adilas.Corporations;
using Adilas.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Adilas.ApiKeys;

internal static class ApiKeyEndpoints
{
    private static readonly QueryParameter Corporation = new("corporation", "Only this corporation's keys.");

    public static void MapApiKeys(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api-keys").WithTags("API keys");
        group.MapGet("", List).Takes(Corporation, QueryParameter.Cursor, QueryParameter.Limit).WithSummary("Keys in the order of their ids, without secrets");
        group.MapPost("", Create).WithSummary("Make a key; it is shown this once");
        group.MapDelete("/{id}", Revoke).WithSummary("Take a key away, within seconds");
        group.MapPost("/{id}/rotate", Rotate).WithSummary("Give a key a new secret; it is shown this once");
    }

    private static async Task<Ok<ListView<ApiKey>>> List(Query query, ApiKeyService keys, CancellationToken aborted) => TypedResults.Ok(ListView.Of(
        await keys.List(query.Corporation(Corporation), query.Text(QueryParameter.Cursor), query.Number(QueryParameter.Limit), aborted)));

    private static async Task<Created<NewApiKeyView>> Create(Body<ApiKeyBody> body, Operation operation, ApiKeyService keys, CancellationToken aborted)
    {
        var it = body.Value;
        var (key, token) = await keys.Create(it.Corporation, new ApiKeyOrder(it.Name, it.Scopes, it.ExpiresAt), operation.Key, aborted);
        return TypedResults.Created($"/api/v1/api-keys/{key.Id}", NewApiKeyView.Of(key, token));
    }

    private static async Task<Ok<ApiKey>> Revoke(string id, NoBody body, Operation operation, ApiKeyService keys, CancellationToken aborted) =>
        TypedResults.Ok(await keys.Revoke(Names.ApiKey(id), operation.Key, aborted));

    private static async Task<Ok<NewApiKeyView>> Rotate(string id, NoBody body, Operation operation, ApiKeyService keys, CancellationToken aborted)
    {
        var (key, token) = await keys.Rotate(Names.ApiKey(id), operation.Key, aborted);
        return TypedResults.Ok(NewApiKeyView.Of(key, token));
    }
}

/// <summary>A key to be made.</summary>
/// <param name="Name">What it is for, 1 to 100 characters.</param>
/// <param name="Scopes">What it may do; at most what the caller may.</param>
/// <param name="Corporation">The one corporation that it opens; absent for an operator's key, or for the caller's own corporation.</param>
/// <param name="ExpiresAt">When it ends; absent for never.</param>
internal sealed record ApiKeyBody(string Name, PermissionSet Scopes, CorporationId? Corporation = null, DateTimeOffset? ExpiresAt = null);

/// <summary>A key with its secret, which is shown only now.</summary>
/// <param name="Key">What goes behind <c>Authorization: Bearer</c>.</param>
internal sealed record NewApiKeyView(
    string Id,
    string Key,
    string Name,
    CorporationId? Corporation,
    PermissionSet Scopes,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt)
{
    public static NewApiKeyView Of(ApiKey key, string token) =>
        new(key.Id, token, key.Name, key.Corporation, key.Scopes, key.CreatedAt, key.ExpiresAt);

    // A record prints its members, and this one holds a secret.
    public override string ToString() => $"key {Id}";
}
