using Adilas.Storage;

namespace Adilas.Corporations;

/// <summary>One row a corporation, by which operators find it.</summary>
internal sealed class CorporationDirectoryProjection() : Projection<CorporationState>(
    StorageNames.Corporation, "corporation_directory", "name", "name_folded", "industry", "kind", "stack", "mode", "created_at")
{
    protected override IReadOnlyList<object?>? Row(string grainKey, CorporationState state) => state.Registration is not { } it
        ? null
        :
        [
            it.Name, SearchText.Fold(it.Name), it.Industry, (int)it.Kind, it.Stack.Value, (int)state.Mode,
            StoredTime.ToMicroseconds(state.CreatedAt),
        ];
}
