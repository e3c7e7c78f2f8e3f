using Adilas.Storage;

namespace Adilas.Memberships;

/// <summary>One row a membership, by which a user's corporations are found; of the roles it names the first.</summary>
internal sealed class MembershipByUserProjection() : Projection<MembershipState>(
    StorageNames.Membership, "membership_by_user", "user_id", "corporation", "role", "since")
{
    protected override IReadOnlyList<object?>? Row(string grainKey, MembershipState state)
    {
        if (!state.Exists) return null;
        var (corporation, user) = MembershipGrainFactory.ParseKey(grainKey);
        return [user.Value, corporation.Value, state.Roles![0], StoredTime.ToMicroseconds(state.Since)];
    }
}
