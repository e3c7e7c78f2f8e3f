using Adilas.Access;
using Adilas.Paging;
using Adilas.Refusals;

namespace Adilas.Settings.Drafts;

/// <summary>Makes drafts of one layer one after another, so that there are never more than permitted, and lists them from what is stored.</summary>
[GrainType(SettingsDraftGrainFactory.ListType)]
internal sealed class SettingsDraftsGrain(ISettingsDraftDirectory directory, TimeProvider clock) : Grain, ISettingsDraftsGrain
{
    private ProfileScope Scope => SettingsDraftGrainFactory.ReadDraftsKey(this.GetPrimaryKeyString());

    public async Task<SettingsDraft> Make(SettingsDraftOrder order, CancellationToken cancellationToken)
    {
        if (await directory.CountWaiting(Scope.GrainKey, cancellationToken) >= SettingsDraft.MaxWaiting)
        {
            throw new RefusedException(
                Refusal.TooMany, "drafts-too-many", $"{SettingsDraft.MaxWaiting} drafts of this layer wait already: apply, reject or withdraw some.");
        }

        // The answer is stored with the draft, under the operation id for which the caller will ask again.
        if (CallScope.Current?.Operation is { } operation) RequestContext.Set(OperationKey.Header, operation.ToString());
        return await GrainFactory.SettingsDraft(Scope, SettingsDraftId.Make(clock.GetUtcNow())).Open(order, cancellationToken);
    }

    public async Task<Page<SettingsDraftSummary>> List(SettingsDraftPhase? phase, string? cursor, int? limit, CancellationToken cancellationToken)
    {
        var count = PageLimit.Check(limit);
        var before = cursor is null ? (SettingsDraftId?)null
            : SettingsDraftId.TryParse(cursor, out var id) ? id
            : throw new RefusedException(Refusal.Invalid, "cursor-malformed", "The cursor is not one that this list gave.", "cursor");
        var found = await directory.List(Scope.GrainKey, phase, before, count + 1, cancellationToken);
        return new Page<SettingsDraftSummary>([.. found.Take(count)], found.Count > count ? found[count - 1].Id.Value : null);
    }
}
