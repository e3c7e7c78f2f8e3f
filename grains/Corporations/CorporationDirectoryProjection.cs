using Adilas.Storage;

namespace Adilas.Corporations;

/// <summary>One row a corporation: what lists of them show. Found by its words, see <see cref="CorporationWordProjection"/>.</summary>
internal sealed class CorporationDirectoryProjection() : Projection<CorporationState>(
    StorageNames.Corporation, "corporation_directory", "name", "industry", "kind", "mode", "stack", "recipe", "created_at")
{
    protected override IReadOnlyList<object?>? Row(string grainKey, CorporationState state) => state.Registration is not { } it
        ? null
        :
        [
            it.Name, it.Industry, it.Kind.ToString(), (int)state.Mode, it.Stack.Value, it.Recipe, StoredTime.ToMicroseconds(state.CreatedAt),
        ];
}
