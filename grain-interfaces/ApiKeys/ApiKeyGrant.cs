using Adilas.Access;
using Adilas.Corporations;

namespace Adilas.ApiKeys;

/// <summary>What a proven API key lets its holder do; trusted for one lease at most.</summary>
[GenerateSerializer, Immutable, Alias("adilas.ApiKeyGrant")]
public sealed record ApiKeyGrant(string Id, CorporationId? Corporation, PermissionSet Scopes, DateTimeOffset? ExpiresAt);
