using System.Text.Json;
using Adilas.Access;
using Adilas.Feeds;
using Adilas.Refusals;
using Adilas.Storage;
using Adilas.Webhooks;
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
        var corporation = await Commit(record.State.Register(registration, clock.GetUtcNow()), EventType.CorporationCreated, cancellationToken);
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

        return Commit(record.State.Change(change, expectedVersion), EventType.CorporationChanged, cancellationToken);
    }

    public Task<Corporation> SetMode(CorporationMode mode, string reason, CancellationToken cancellationToken) =>
        Commit(record.State.SetMode(mode, reason, clock.GetUtcNow()), EventType.CorporationModeChanged, cancellationToken);

    public Task<Corporation> Close(string? reason, CancellationToken cancellationToken) =>
        Commit(record.State.Close(reason, clock.GetUtcNow()), EventType.CorporationClosed, cancellationToken);

    public Task<Corporation> Restore(CancellationToken cancellationToken) =>
        Commit(record.State.Restore(clock.GetUtcNow()), EventType.CorporationRestored, cancellationToken);

    private async Task<Corporation> Commit(CorporationState next, string type, CancellationToken cancellationToken)
    {
        var told = next.Tell(record.State, Id, type, clock.GetUtcNow(), json => WriteData(json, next));
        var corporation = await this.Commit(record, told, state => state.ToCorporation(Id), cancellationToken);
        feeds.Tell(FeedName.Corporations, this.GetPrimaryKeyString(), corporation.Version);
        return corporation;
    }

    /// <summary>What it is now. Names of people and reasons that somebody wrote stay here: who may read them asks for them.</summary>
    private void WriteData(Utf8JsonWriter json, CorporationState next)
    {
        json.WriteNumber("version", record.State.Version + 1);
        json.WriteString("mode", JsonNamingPolicy.CamelCase.ConvertName(next.Mode.ToString()));
        json.WriteString("industry", next.Registration!.Industry);
        json.WriteString("kind", JsonNamingPolicy.CamelCase.ConvertName(next.Registration.Kind.ToString()));
        json.WriteString("stack", next.Registration.Stack.Value);
        json.WriteString("theme", next.Theme);
        json.WriteString("plan", next.Plan);
    }

    [LoggerMessage(LogLevel.Information, "Registered corporation {CorporationId}")]
    private partial void LogRegistered(CorporationId corporationId);
}
