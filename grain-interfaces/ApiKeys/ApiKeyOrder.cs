using Adilas.Access;

namespace Adilas.ApiKeys;

/// <summary>What a new API key shall be.</summary>
/// <param name="Name">What it is for, 1 to 100 characters.</param>
/// <param name="Scopes">At least one; at most what the caller holds.</param>
/// <param name="ExpiresAt">UTC, in the future; <c>null</c> for never.</param>
[GenerateSerializer, Immutable, Alias("adilas.ApiKeyOrder")]
public sealed record ApiKeyOrder(string Name, PermissionSet Scopes, DateTimeOffset? ExpiresAt);
