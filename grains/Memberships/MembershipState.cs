using System.Text.Json.Serialization;
using Adilas.Ids;
using Adilas.Refusals;
using Adilas.Storage;

namespace Adilas.Memberships;

/// <summary>Everything stored about the link between a corporation and a user.</summary>
[GenerateSerializer, Immutable, Alias("adilas.MembershipState")]
internal sealed record MembershipState : JournalState
{
    public const string Owner = "owner";

    /// <summary>In the order in which their settings are merged; <c>null</c> while there is no link.</summary>
    [Id(0)] public IReadOnlyList<string>? Roles { get; init; }

    /// <summary>UTC.</summary>
    [Id(1)] public DateTimeOffset Since { get; init; }

    [JsonIgnore] public bool Exists => Roles is not null;

    /// <summary>Takes the link away. The version goes on, so that whoever holds a copy sees that it went.</summary>
    public MembershipState End() => Exists ? this with { Roles = null } : this;

    public MembershipState EstablishOwner(DateTimeOffset now) => Exists && Roles!.Contains(Owner)
        ? this
        : this with { Roles = [Owner, .. Roles ?? []], Since = Exists ? Since : now };

    public MembershipState SetRoles(IReadOnlyList<string> roles, long? expectedVersion)
    {
        if (!Exists) throw new RefusedException(Refusal.NotFound, "membership-unknown", "The user is no member of the corporation.");
        CheckVersion(expectedVersion);
        if (roles.Count is 0 or > Membership.MaxRoles || roles.Distinct(StringComparer.Ordinal).Count() != roles.Count || !roles.All(IdGrammar.IsWellFormed))
        {
            throw new RefusedException(
                Refusal.Invalid, "roles-invalid", $"1 to {Membership.MaxRoles} different roles, each of 1 to 40 lower-case letters, digits or dashes.", "roles");
        }

        // A corporation keeps its owner, whoever manages its people.
        if (roles.Contains(Owner) != Roles!.Contains(Owner))
            throw new RefusedException(Refusal.Conflict, "owner-fixed", "The role 'owner' is neither given nor taken here.", "roles");

        return Roles!.SequenceEqual(roles, StringComparer.Ordinal) ? this : this with { Roles = [.. roles] };
    }
}
