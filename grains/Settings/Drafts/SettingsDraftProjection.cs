using Adilas.Access;
using Adilas.Storage;

namespace Adilas.Settings.Drafts;

/// <summary>One row a draft, by which a layer's drafts are listed and counted.</summary>
internal sealed class SettingsDraftProjection() : Projection<SettingsDraftState>(
    StorageNames.SettingsDraft,
    "settings_draft",
    "layer", "draft", "phase", "has_ended", "kind", "author", "reason", "needs_approval", "created_at", "changed_at", "effective_at",
    "corporation")
{
    protected override IReadOnlyList<object?>? Row(string grainKey, SettingsDraftState state)
    {
        if (state.Content is not { } content) return null;
        var (scope, id) = SettingsDraftGrainFactory.ReadDraftKey(grainKey);
        return
        [
            scope.GrainKey,
            id.Value,
            (int)state.Phase,
            state.IsEnded ? 1 : 0,
            (int)content.Kind,
            state.OnBehalfOf ?? state.Author,
            content.Reason,
            state.NeedsApproval.Count > 0 ? 1 : 0,
            StoredTime.ToMicroseconds(state.CreatedAt),
            StoredTime.ToMicroseconds(state.ChangedAt),
            state.EffectiveAt is { } time ? StoredTime.ToMicroseconds(time) : null,
            OwnerKey.Corporation(grainKey).ToString(),
        ];
    }
}

/// <summary>One row a draft that applies itself, by which it is found at its time and after a crash.</summary>
internal sealed class SettingsDraftPendingProjection() : Projection<SettingsDraftState>(
    StorageNames.SettingsDraft, "saga_pending", "kind", "due_at")
{
    protected override IReadOnlyList<object?>? Row(string grainKey, SettingsDraftState state) => state.DueAt is { } due
        ? [StorageNames.SettingsDraft, StoredTime.ToMicroseconds(due)]
        : null;
}
