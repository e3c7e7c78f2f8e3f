using Adilas.Memberships;
using Adilas.Settings;
using Adilas.Storage;

namespace Adilas.Feeds;

/// <summary>When each layer last changed. A layer that was taken away keeps its row, or nobody would learn of it.</summary>
internal sealed class SettingsVersionProjection() : Projection<SettingsProfileState>(
    StorageNames.SettingsProfile, "settings_version", "shard", "changed_at")
{
    protected override IReadOnlyList<object?>? Row(string grainKey, SettingsProfileState state) => [FeedName.ShardOf(grainKey), RowTime.Commit];
}

/// <summary>When each membership last changed.</summary>
internal sealed class MembershipVersionProjection() : Projection<MembershipState>(StorageNames.Membership, "membership_version", "changed_at")
{
    protected override IReadOnlyList<object?>? Row(string grainKey, MembershipState state) => [RowTime.Commit];
}
