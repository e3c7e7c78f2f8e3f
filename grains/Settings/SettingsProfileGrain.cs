using System.Globalization;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Feeds;
using Adilas.Paging;
using Adilas.Refusals;
using Adilas.Settings.Drafts;
using Adilas.Storage;
using Adilas.Webhooks;

namespace Adilas.Settings;

[GrainType("settings-profile")]
internal sealed class SettingsProfileGrain(
    [PersistentState(StorageNames.SettingsProfile, StorageNames.Journal)] IPersistentState<SettingsProfileState> record,
    IJournalReader journal,
    IStoredVersions stored,
    ILayerUse use,
    FeedTeller feeds,
    TimeProvider clock) : Grain, ISettingsProfileGrain
{
    private const int OriginPage = 50;

    private ProfileScope Scope => ProfileScope.FromGrainKey(this.GetPrimaryKeyString());

    private static string Actor => CallScope.Current?.Caller is { } caller ? caller.OnBehalfOf ?? caller.Actor : "";

    public Task<SettingsLayer?> Find(CancellationToken cancellationToken) =>
        Task.FromResult(record.State.Exists ? record.State.ToLayer(Scope) : null);

    public async Task<LayerReading> Read(long? atLeast, CancellationToken cancellationToken)
    {
        await this.CatchUp(record, StorageNames.SettingsProfile, stored, atLeast, cancellationToken);
        return new LayerReading(record.State.Version, record.State.Exists ? record.State.ToLayer(Scope) : null);
    }

    public Task<SettingsLayer> Edit(SettingsEdit edit, CancellationToken cancellationToken) =>
        Commit(WithinRights(record.State.Edit(Scope.Kind, edit, Actor, clock.GetUtcNow())), cancellationToken);

    public Task<SettingsLayer> Apply(SettingsEdit edit, SettingsDraftId draft, bool isApproved, CancellationToken cancellationToken)
    {
        var next = record.State.Apply(Scope.Kind, edit, draft, Actor, clock.GetUtcNow());
        if (!isApproved) SettingsApproval.Check(Scope, SettingsApproval.Paths(record.State, next));
        return Commit(next, cancellationToken);
    }

    public Task<SettingsPreview> Preview(SettingsEdit edit, CancellationToken cancellationToken)
    {
        var next = record.State.Preview(Scope.Kind, edit);
        var changes = JsonDifference.Between(record.State.Document?.Json ?? "{}", next.Document!.Json, SettingsPreview.MaxChanges);
        return Task.FromResult(new SettingsPreview([.. changes], next.ToLayer(Scope)) { NeedsApproval = [.. SettingsApproval.Paths(record.State, next)] });
    }

    public async Task<SettingsLayer> Restore(long version, long? expectedVersion, string? reason, CancellationToken cancellationToken)
    {
        var earlier = await journal.Version(StorageNames.SettingsProfile, this.GetPrimaryKeyString(), version, cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound, "version-unknown", $"There is no version {version}.", "version");
        return SettingsProfileState.Read(earlier) is { Exists: true } state
            ? await Commit(WithinRights(record.State.Restore(Scope.Kind, state, expectedVersion, reason, Actor, clock.GetUtcNow())), cancellationToken)
            : throw new RefusedException(Refusal.Conflict, "version-empty", $"Version {version} holds no document any more.", "version");
    }

    public async Task<bool> IsUsed(CancellationToken cancellationToken) => (await use.Find([Scope], cancellationToken))[0];

    public async Task Remove(CancellationToken cancellationToken)
    {
        if (await this.Commit(record, Told(record.State.Remove(Actor, clock.GetUtcNow())), cancellationToken)) Tell();
    }

    public async Task<Page<SettingsVersion>> History(string? cursor, int? limit, CancellationToken cancellationToken)
    {
        var count = PageLimit.Check(limit);
        var before = ParseCursor(cursor);
        var rows = await journal.Versions(StorageNames.SettingsProfile, this.GetPrimaryKeyString(), before, count + 1, cancellationToken);
        var next = rows.Count > count ? rows[count - 1].Version.ToString(CultureInfo.InvariantCulture) : null;
        return new Page<SettingsVersion>(
            [.. rows.Take(count).Select(row => new SettingsVersion(row.Version, row.At, row.Actor, row.OnBehalfOf, SettingsProfileState.Read(row)?.Reason))], next);
    }

    public async Task<SettingsOrigin?> Origin(string path, long version, CancellationToken cancellationToken)
    {
        var names = SettingsPath.Split(path);
        var (origin, says, before) = ((SettingsOrigin?)null, "", version + 1);
        for (var looked = 0; looked < SettingsOrigin.MaxVersions; looked += OriginPage)
        {
            var rows = await journal.Versions(StorageNames.SettingsProfile, this.GetPrimaryKeyString(), before, OriginPage, cancellationToken);
            foreach (var row in rows)
            {
                // What was thinned away cannot be told apart: the last that is known stands.
                if (SettingsProfileState.Read(row) is not { } state) return origin;
                var said = state.Says(path, names);
                if (origin is not null && said != says) return origin;
                (origin, says) = (new SettingsOrigin(state.Version, state.ChangedAt, state.ChangedBy, state.Reason), said);
            }

            if (rows.Count < OriginPage) break;
            before = rows[^1].Version;
        }

        return origin;
    }

    public async Task<SettingsLayer?> Version(long version, CancellationToken cancellationToken)
    {
        var row = await journal.Version(StorageNames.SettingsProfile, this.GetPrimaryKeyString(), version, cancellationToken);
        return row is not null && SettingsProfileState.Read(row) is { Exists: true } state ? state.ToLayer(Scope) : null;
    }

    public async Task<SettingsLayer?> AsOf(DateTimeOffset moment, CancellationToken cancellationToken)
    {
        var row = await journal.At(StorageNames.SettingsProfile, this.GetPrimaryKeyString(), moment, cancellationToken);
        if (row is null or { IsTombstone: true }) return null;
        var state = SettingsProfileState.Read(row) ?? throw new RefusedException(Refusal.Conflict, "version-empty", $"Version {row.Version} holds no document any more.", "asOf");
        return state.Exists ? state.ToLayer(Scope) : null;
    }

    /// <summary>The runtime's own actors, such as a provisioning that lays out the first settings, have nobody to ask.</summary>
    private SettingsProfileState WithinRights(SettingsProfileState next)
    {
        if (CallScope.Current is not { Caller.Kind: CallerKind.System }) SettingsApproval.Check(Scope, SettingsApproval.Paths(record.State, next));
        return next;
    }

    private async Task<SettingsLayer> Commit(SettingsProfileState next, CancellationToken cancellationToken)
    {
        var before = record.State.Version;
        var layer = await this.Commit(record, Told(next), state => state.ToLayer(Scope), cancellationToken);
        if (record.State.Version != before) Tell();
        return layer;
    }

    /// <summary>Paths and no values: whoever may read these asks for them. A layer of the platform is no one corporation's business.</summary>
    private SettingsProfileState Told(SettingsProfileState next)
    {
        var key = this.GetPrimaryKeyString();
        if (OwnerKey.IsPlatform(key)) return next;
        var (before, corporation) = (record.State, CorporationId.Parse(OwnerKey.Corporation(key).ToString()));
        return next.Tell(before, corporation, EventType.SettingsChanged, clock.GetUtcNow(), json =>
        {
            var paths = next.ChangedPaths(before, SettingsPreview.MaxChanges + 1);
            json.WriteString("scope", Scope.Text);
            json.WriteNumber("version", before.Version + 1);
            json.WriteStartArray("paths");
            foreach (var path in paths.Take(SettingsPreview.MaxChanges)) json.WriteStringValue(path);
            json.WriteEndArray();
            json.WriteBoolean("truncated", paths.Count > SettingsPreview.MaxChanges);
        });
    }

    private void Tell() => feeds.Tell(FeedName.OfSettings(this.GetPrimaryKeyString()), this.GetPrimaryKeyString(), record.State.Version);

    private static long ParseCursor(string? cursor) =>
        cursor is null ? long.MaxValue
        : long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version
        : throw new RefusedException(Refusal.Invalid, "cursor-malformed", "The cursor is not one that this list gave.", "cursor");
}
