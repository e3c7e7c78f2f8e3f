using Adilas.Storage;

namespace Adilas.Settings;

/// <summary>One row a layer in which something is set, by which layers are listed.</summary>
internal sealed class SettingsLayerProjection() : Projection<SettingsProfileState>(
    StorageNames.SettingsProfile, "settings_layer", "kind", "name", "changed_at", "actor")
{
    protected override IReadOnlyList<object?>? Row(string grainKey, SettingsProfileState state)
    {
        if (!state.Exists) return null;
        var scope = ProfileScope.FromGrainKey(grainKey);
        return [(int)scope.Kind, LayerSpan.NameOf(scope), StoredTime.ToMicroseconds(state.ChangedAt), state.ChangedBy];
    }
}
