using Adilas.Access;
using Adilas.Corporations;

namespace Adilas.ApiKeys;

/// <summary>An API key as callers see it: everything but its secret, which nobody can read again.</summary>
/// <param name="Corporation">The one corporation that it opens; <c>null</c> for an operator's key.</param>
/// <param name="LastUsedAt">UTC, to the minute; <c>null</c> when it was never used, or not since the hot store was lost.</param>
[GenerateSerializer, Immutable, Alias("adilas.ApiKey")]
public sealed record ApiKey(
    string Id,
    string Name,
    CorporationId? Corporation,
    PermissionSet Scopes,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt,
    DateTimeOffset? LastUsedAt);
