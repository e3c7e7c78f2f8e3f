using System.Collections.Immutable;
using Adilas.Corporations;
using Adilas.Users;

namespace Adilas.Memberships;

/// <summary>The link between a corporation and a user, as callers see it.</summary>
/// <param name="Roles">What the user is there, at least one; their settings are merged in this order.</param>
[GenerateSerializer, Immutable, Alias("adilas.Membership")]
public sealed record Membership(CorporationId Corporation, UserId User, ImmutableArray<string> Roles, DateTimeOffset Since)
{
    public const int MaxRoles = 20;
}
