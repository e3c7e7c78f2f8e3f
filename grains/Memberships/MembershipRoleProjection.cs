using Adilas.Storage;

namespace Adilas.Memberships;

/// <summary>One row for each role of a member, by which a role that nobody has is told apart.</summary>
internal sealed class MembershipRoleProjection() : ListProjection<MembershipState>(
    StorageNames.Membership, "membership_role", "role", "corporation")
{
    protected override IReadOnlyList<IReadOnlyList<object?>> Rows(string grainKey, MembershipState state) =>
        [.. (state.Roles ?? []).Select(role => (IReadOnlyList<object?>)[role, MembershipGrainFactory.ParseKey(grainKey).Corporation.Value])];
}
