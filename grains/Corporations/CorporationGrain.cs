using Adilas.Access;
using Adilas.Feeds;
using Adilas.Refusals;
using Adilas.Storage;
using Microsoft.Extensions.Logging;

namespace Adilas.Corporations;

[GrainType("corporation")]
internal sealed partial class CorporationGrain(
    [PersistentState(StorageNames.Corporation, StorageNames.Journal)] IPersistentState<CorporationState> record,
    IJournalReader journal,
    IStoredVersions stored,
    FeedTeller feeds,
    TimeProvider clock,
    ILogger<CorporationGrain> logger) : Grain, ICorporationGrain
{
    private CorporationId Id => CorporationId.Parse(this.GetPrimaryKeyString());

    public async Task<Corporation> Register(CorporationRegistration registration, CancellationToken cancellationToken)
    {
        var isNew = !record.State.IsRegistered;
        var corporation = await Commit(record.State.Register(registration, clock.GetUtcNow()), cancellationToken);
        if (isNew) LogRegistered(Id);
        return corporation;
    }

    public async Task Unregister(CancellationToken cancellationToken)
    {
        if (record.State.IsRegistered) await this.Clear(record, cancellationToken);
    }

    public async Task<CorporationReading> Read(long? atLeast, CancellationToken cancellationToken)
    {
        await this.CatchUp(record, StorageNames.Corporation, stored, atLeast, cancellationToken);
        return new CorporationReading(record.State.Version, record.State.IsRegistered ? record.State.ToCorporation(Id) : null);
    }

    public async Task<Corporation?> AsOf(DateTimeOffset moment, CancellationToken cancellationToken) =>
        await journal.StateAt<CorporationState>(StorageNames.Corporation, this.GetPrimaryKeyString(), moment, cancellationToken) is { IsRegistered: true } then
            ? then.ToCorporation(Id)
            : null;

    public Task<Corporation?> Find(CancellationToken cancellationToken) =>
        Task.FromResult(record.State.IsRegistered ? record.State.ToCorporation(Id) : null);

    public Task<Corporation> Change(CorporationChange change, long? expectedVersion, CancellationToken cancellationToken)
    {
        if (CallScope.Current?.Caller.Kind is not (CallerKind.Operator or CallerKind.System))
        {
            if (change.Plan is not null)
                throw new RefusedException(Refusal.Forbidden, "plan-forbidden", "Only a platform operator may choose a corporation's plan.", "plan");
            if (change.IsPublished is not null)
                throw new RefusedException(Refusal.Forbidden, "published-forbidden", "Only a platform operator may have a profile published.", "published");
        }

        return Commit(record.State.Change(change, expectedVersion), cancellationToken);
    }

    public Task<Corporation> SetMode(CorporationMode mode, string reason, CancellationToken cancellationToken) =>
        Commit(record.State.SetMode(mode, reason, clock.GetUtcNow()), cancellationToken);

    public Task<Corporation> Close(string? reason, CancellationToken cancellationToken) =>
        Commit(record.State.Close(reason, clock.GetUtcNow()), cancellationToken);

    public Task<Corporation> Restore(CancellationToken cancellationToken) =>
        Commit(record.State.Restore(clock.GetUtcNow()), cancellationToken);

    private async Task<Corporation> Commit(CorporationState next, CancellationToken cancellationToken)
    {
        var corporation = await this.Commit(record, next, state => state.ToCorporation(Id), cancellationToken);
        feeds.Tell(FeedName.Corporations, this.GetPrimaryKeyString(), corporation.Version);
        return corporation;
    }

    [LoggerMessage(LogLevel.Information, "Registered corporation {CorporationId}")]
    private partial void LogRegistered(CorporationId corporationId);
}
