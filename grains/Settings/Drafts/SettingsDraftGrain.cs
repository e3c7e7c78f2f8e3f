using Adilas.Access;
using Adilas.Corporations;
using Adilas.Provisioning;
using Adilas.Refusals;
using Adilas.Storage;
using Microsoft.Extensions.Logging;

namespace Adilas.Settings.Drafts;

/// <summary>
/// One draft. To apply it, it stores on which version of the layer, asks the layer, and stores that it did: the layer's next version says whose it
/// is, so whatever a crash leaves open is known afterwards, and a draft is applied once.
/// </summary>
[GrainType("settings-draft")]
internal sealed partial class SettingsDraftGrain(
    [PersistentState(StorageNames.SettingsDraft, StorageNames.Journal)] IPersistentState<SettingsDraftState> record,
    SystemActors actors,
    CrashPoint crash,
    TimeProvider clock,
    ILogger<SettingsDraftGrain> logger) : Grain, ISettingsDraftGrain
{
    private const string Step = "settings-draft";
    private const int MaxRaces = 20;
    private const int LongestYieldMilliseconds = 20;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // How long a call to the layer may still be on its way whose caller is no more.
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(30);

    private IGrainTimer? retry;

    private (ProfileScope Scope, SettingsDraftId Id) Key => SettingsDraftGrainFactory.ReadDraftKey(this.GetPrimaryKeyString());

    private ISettingsProfileGrain Layer => GrainFactory.SettingsProfile(Key.Scope);

    private static CallerContext Caller => CallScope.Current!.Caller;

    public async Task<SettingsDraft> Open(SettingsDraftOrder order, CancellationToken cancellationToken)
    {
        var preview = await Layer.Preview(order.Edit, cancellationToken);
        return await Store(record.State.Open(order, preview, Caller, clock.GetUtcNow()), cancellationToken);
    }

    public Task<SettingsDraft?> Find(CancellationToken cancellationToken) => Task.FromResult(record.State.Exists ? View(record.State) : null);

    public async Task<SettingsDraftCheck?> Check(CancellationToken cancellationToken)
    {
        if (!record.State.Exists) return null;
        if (record.State.IsEnded) return new SettingsDraftCheck(View(record.State), null, null, null);

        // Whoever may read layer and draft may know what the one does to the other.
        using var actor = Enter();
        try
        {
            var preview = await Layer.Preview(record.State.Content!.ToEdit(), cancellationToken);
            record.State.CheckFresh(preview.Layer.Version);
            return new SettingsDraftCheck(View(record.State), preview, null, null);
        }
        catch (RefusedException refused) when (IsVerdict(refused))
        {
            return new SettingsDraftCheck(View(record.State), null, refused.Code, refused.Message);
        }
    }

    public async Task<SettingsDraft> Change(SettingsDraftOrder order, long? expectedVersion, CancellationToken cancellationToken)
    {
        await Settle(cancellationToken);
        record.State.CheckWaits(expectedVersion);
        var preview = await Layer.Preview(order.Edit, cancellationToken);
        return await Store(record.State.Change(order, preview, expectedVersion, Caller, clock.GetUtcNow()), cancellationToken);
    }

    public async Task<SettingsDraft> Approve(long? expectedVersion, CancellationToken cancellationToken)
    {
        await Settle(cancellationToken);
        record.State.CheckWaits(expectedVersion);
        var preview = await Layer.Preview(record.State.Content!.ToEdit(), cancellationToken);
        return await Store(record.State.Approve(preview, expectedVersion, Caller, clock.GetUtcNow()), cancellationToken);
    }

    public async Task<SettingsDraft> Reject(string? reason, long? expectedVersion, CancellationToken cancellationToken)
    {
        await Settle(cancellationToken);
        return await Store(record.State.Reject(reason, expectedVersion, Caller, clock.GetUtcNow()), cancellationToken);
    }

    public async Task<SettingsDraft> Withdraw(long? expectedVersion, CancellationToken cancellationToken)
    {
        await Settle(cancellationToken);
        return await Store(record.State.Withdraw(expectedVersion, Caller, clock.GetUtcNow()), cancellationToken);
    }

    public async Task<SettingsDraft> Apply(long? expectedVersion, CancellationToken cancellationToken)
    {
        record.State.CheckExists();
        if (record.State.Phase is SettingsDraftPhase.Applied) return await Store(record.State, cancellationToken);

        record.State.CheckWaits(expectedVersion);
        var by = Caller;
        SettingsDraftState applied;
        using (Enter()) applied = await Put(by, cancellationToken);
        return await Store(applied, cancellationToken);
    }

    public async Task Wake(CancellationToken cancellationToken)
    {
        retry?.Dispose();
        retry = null;
        if (record.State.DueAt is not { } due) return;
        if (due - clock.GetUtcNow() is { Ticks: > 0 } early)
        {
            // The schedule's clock may be ahead of this silo's.
            if (early < LongestCall) WakeIn(early);
            return;
        }

        using var actor = Enter();
        try
        {
            await this.Commit(record, await Put(by: null, cancellationToken), cancellationToken);
        }
        catch (RefusedException refused)
        {
            LogNotApplied(this.GetPrimaryKeyString(), refused.Code);
            if (!IsVerdict(refused)) WakeIn(Pause);
        }
        catch (Exception lost) when (lost is TimeoutException or SiloUnavailableException or OrleansMessageRejectionException)
        {
            LogNotApplied(this.GetPrimaryKeyString(), lost.GetType().Name);
            WakeIn(Pause);
        }
    }

    /// <summary>Puts it into the layer, or finds that it is there, as the runtime's own actor and in the author's name.</summary>
    /// <returns>What is to be stored then.</returns>
    private async Task<SettingsDraftState> Put(CallerContext? by, CancellationToken cancellationToken)
    {
        try
        {
            for (var race = 1; ; race++)
            {
                if (await FindApplied(cancellationToken) is { } version) return record.State.Succeed(version, clock.GetUtcNow());
                try
                {
                    if (race > 1 || record.State.AppliesOn is null) await Begin(by, cancellationToken);
                    crash.Before(Step);
                    var edit = record.State.Content!.ToEdit() with { ExpectedVersion = record.State.AppliesOn };
                    var layer = await Layer.Apply(edit, Key.Id, record.State.IsApproved, cancellationToken);
                    crash.After(Step);
                    return record.State.Succeed(layer.Version, clock.GetUtcNow());
                }
                catch (RefusedException stale) when (stale.Refusal is Refusal.Stale)
                {
                    // Another writer came between, and this goes over what it wrote. Many drafts may have the same time.
                    if (race == MaxRaces) throw new RefusedException(Refusal.Unavailable, "layer-busy", "Others change the layer all the time.");
                    await Task.Delay(Random.Shared.Next(LongestYieldMilliseconds), cancellationToken);
                }
            }
        }
        catch (RefusedException refused) when (!IsVerdict(refused) && by is not null && record.State.AppliesOn is not null)
        {
            WakeIn(Pause);
            throw new RefusedException(
                Refusal.OutcomeUnknown, "draft-under-way", "The draft will be applied as soon as the layer can be reached; look at it again.");
        }
        catch (RefusedException refused) when (IsVerdict(refused) && (by is null || record.State.AppliesOn is not null))
        {
            // Most modes end by themselves or by somebody's decision; a closed corporation is on its way out.
            var (state, now) = (record.State, clock.GetUtcNow());
            var waits = by is null && refused is { Refusal: Refusal.Mode, Code: not "mode-closed" };
            await this.Commit(record, waits ? state.Wait(refused, now) : state.Fail(refused, now), cancellationToken);
            throw;
        }
    }

    /// <summary>Looks before anything is stored, so that what the layer refuses leaves no trace of an attempt.</summary>
    private async Task Begin(CallerContext? by, CancellationToken cancellationToken)
    {
        var preview = await Layer.Preview(record.State.Content!.ToEdit(), cancellationToken);
        await this.Commit(record, record.State.Begin(Key.Scope, preview, by, clock.GetUtcNow()), cancellationToken);
    }

    /// <summary>The version that an earlier attempt made, when it made one.</summary>
    private async Task<long?> FindApplied(CancellationToken cancellationToken) =>
        record.State.AppliesOn is { } on && await Layer.Version(on + 1, cancellationToken) is { } made && made.Draft == Key.Id ? made.Version : null;

    /// <summary>An attempt that nobody concluded is concluded before anything else happens to the draft.</summary>
    private async Task Settle(CancellationToken cancellationToken)
    {
        if (record.State.AppliesOn is null) return;

        using var actor = Enter();
        var now = clock.GetUtcNow();
        if (await FindApplied(cancellationToken) is { } version) await this.Commit(record, record.State.Succeed(version, now), cancellationToken);
        else if (now - record.State.ChangedAt > LongestCall) await this.Commit(record, record.State with { AppliesOn = null, AppliedBy = null }, cancellationToken);
        else throw new RefusedException(Refusal.Unavailable, "draft-busy", "The draft is being applied; try again.");
    }

    private async Task<SettingsDraft> Store(SettingsDraftState next, CancellationToken cancellationToken)
    {
        var draft = await this.Commit(record, next, View, cancellationToken);
        if (record.State is { Phase: SettingsDraftPhase.Scheduled, DueAt: { } due }) await Expect(due);
        return draft;
    }

    private async Task Expect(DateTimeOffset dueAt)
    {
        using var actor = actors.Enter(SystemActors.Dispatcher, corporation: null);
        await GrainFactory.SettingsSchedule().Expect(this.GetPrimaryKeyString(), dueAt);
    }

    // A timer that is disposed cancels the token that it gave, so what it begins has a token of its own.
    private void WakeIn(TimeSpan wait) => retry ??= this.RegisterGrainTimer(
        _ => Wake(CancellationToken.None), new GrainTimerCreationOptions(wait, Timeout.InfiniteTimeSpan) { KeepAlive = true });

    private CallScope.Handle Enter()
    {
        var owner = OwnerKey.Corporation(this.GetPrimaryKeyString());
        return actors.Enter(
            SystemActors.Drafts,
            owner.IsEmpty ? null : CorporationId.Parse(owner.ToString()),
            record.State.OnBehalfOf ?? record.State.Author);
    }

    private SettingsDraft View(SettingsDraftState state) => state.ToDraft(Key.Scope, Key.Id);

    /// <summary>Whether asking again would be answered alike.</summary>
    private static bool IsVerdict(RefusedException refused) =>
        refused.Refusal is not (Refusal.Unavailable or Refusal.OutcomeUnknown or Refusal.TooMany);

    [LoggerMessage(LogLevel.Information, "The draft {Draft} was not applied: {Reason}")]
    private partial void LogNotApplied(string draft, string reason);
}
