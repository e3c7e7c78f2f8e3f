using Adilas.Corporations;
using Adilas.Users;

namespace Adilas.Memberships;

/// <summary>The link between a corporation and a user, as callers see it.</summary>
/// <param name="Role">What the user is there; only <c>owner</c> so far.</param>
[GenerateSerializer, Immutable, Alias("adilas.Membership")]
public sealed record Membership(CorporationId Corporation, UserId User, string Role, DateTimeOffset Since);
