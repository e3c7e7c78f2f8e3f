using System.Collections.Immutable;
using Adilas.Feeds;
using Adilas.Storage;

namespace Adilas.Memberships;

[GrainType("membership")]
internal sealed class MembershipGrain(
    [PersistentState(StorageNames.Membership, StorageNames.Journal)] IPersistentState<MembershipState> record,
    IJournalReader journal,
    IStoredVersions stored,
    FeedTeller feeds,
    TimeProvider clock) : Grain, IMembershipGrain
{
    public Task<Membership> EstablishOwner(CancellationToken cancellationToken) =>
        this.Commit(record, record.State.EstablishOwner(clock.GetUtcNow()), Snapshot, cancellationToken);

    public async Task<Membership> SetRoles(ImmutableArray<string> roles, long? expectedVersion, CancellationToken cancellationToken)
    {
        var before = record.State.Version;
        var membership = await this.Commit(record, record.State.SetRoles(roles, expectedVersion), Snapshot, cancellationToken);
        if (record.State.Version != before) feeds.Tell(FeedName.Memberships, this.GetPrimaryKeyString(), record.State.Version);
        return membership;
    }

    public async Task End(CancellationToken cancellationToken)
    {
        if (await this.Commit(record, record.State.End(), cancellationToken))
            feeds.Tell(FeedName.Memberships, this.GetPrimaryKeyString(), record.State.Version);
    }

    public Task<Membership?> Find(CancellationToken cancellationToken) =>
        Task.FromResult(record.State.Exists ? Snapshot(record.State) : null);

    public async Task<MembershipReading> Read(long? atLeast, CancellationToken cancellationToken)
    {
        await this.CatchUp(record, StorageNames.Membership, stored, atLeast, cancellationToken);
        return new MembershipReading(record.State.Version, record.State.Exists ? Snapshot(record.State) : null);
    }

    public async Task<Membership?> AsOf(DateTimeOffset moment, CancellationToken cancellationToken) =>
        await journal.StateAt<MembershipState>(StorageNames.Membership, this.GetPrimaryKeyString(), moment, cancellationToken) is { Exists: true } then
            ? Snapshot(then)
            : null;

    private Membership Snapshot(MembershipState state)
    {
        var (corporation, user) = MembershipGrainFactory.ParseKey(this.GetPrimaryKeyString());
        return new Membership(corporation, user, [.. state.Roles!], state.Since);
    }
}
