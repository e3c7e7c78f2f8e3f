using System.Collections.Immutable;
using Adilas.Access;
using Adilas.Feeds;
using Adilas.Storage;
using Adilas.Webhooks;
using Microsoft.Extensions.Options;

namespace Adilas.Memberships;

[GrainType("membership")]
internal sealed class MembershipGrain(
    [PersistentState(StorageNames.Membership, StorageNames.Journal)] IPersistentState<MembershipState> record,
    IJournalReader journal,
    IStoredVersions stored,
    FeedTeller feeds,
    IOptions<SealOptions> seal,
    TimeProvider clock) : Grain, IMembershipGrain
{
    private DateTimeOffset confirmedAt;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        confirmedAt = clock.GetUtcNow();
        return Task.CompletedTask;
    }

    public Task<Membership> EstablishOwner(CancellationToken cancellationToken) =>
        this.Commit(record, Told(record.State.EstablishOwner(clock.GetUtcNow()), EventType.MembershipEstablished), Snapshot, cancellationToken);

    public async Task<Membership> SetRoles(ImmutableArray<string> roles, long? expectedVersion, CancellationToken cancellationToken)
    {
        var before = record.State.Version;
        var next = Told(record.State.SetRoles(roles, expectedVersion), EventType.MembershipChanged);
        var membership = await this.Commit(record, next, Snapshot, cancellationToken);
        if (record.State.Version != before) feeds.Tell(FeedName.Memberships, this.GetPrimaryKeyString(), record.State.Version);
        return membership;
    }

    public async Task End(CancellationToken cancellationToken)
    {
        if (await this.Commit(record, Told(record.State.End(), EventType.MembershipEnded), cancellationToken))
            feeds.Tell(FeedName.Memberships, this.GetPrimaryKeyString(), record.State.Version);
    }

    public async Task<Membership?> Find(CancellationToken cancellationToken)
    {
        // Another activation may have ended it: an answer that grants something is never older than a lease.
        var now = clock.GetUtcNow();
        if (now - confirmedAt >= seal.Value.Lease)
        {
            await this.CatchUp(record, StorageNames.Membership, stored, atLeast: null, cancellationToken);
            confirmedAt = now;
        }

        return record.State.Exists ? Snapshot(record.State) : null;
    }

    public async Task<MembershipReading> Read(long? atLeast, CancellationToken cancellationToken)
    {
        await this.CatchUp(record, StorageNames.Membership, stored, atLeast, cancellationToken);
        return new MembershipReading(record.State.Version, record.State.Exists ? Snapshot(record.State) : null);
    }

    public async Task<Membership?> AsOf(DateTimeOffset moment, CancellationToken cancellationToken) =>
        await journal.StateAt<MembershipState>(StorageNames.Membership, this.GetPrimaryKeyString(), moment, cancellationToken) is { Exists: true } then
            ? Snapshot(then)
            : null;

    private MembershipState Told(MembershipState next, string type)
    {
        var (corporation, user) = MembershipGrainFactory.ParseKey(this.GetPrimaryKeyString());
        return next.Tell(record.State, corporation, type, clock.GetUtcNow(), json =>
        {
            json.WriteString("user", user.Value);
            json.WriteStartArray("roles");
            foreach (var role in next.Roles ?? []) json.WriteStringValue(role);
            json.WriteEndArray();
        });
    }

    private Membership Snapshot(MembershipState state)
    {
        var (corporation, user) = MembershipGrainFactory.ParseKey(this.GetPrimaryKeyString());
        return new Membership(corporation, user, [.. state.Roles!], state.Since);
    }
}
