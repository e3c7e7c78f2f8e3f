using Adilas.Storage;

namespace Adilas.Corporations;

/// <summary>Which shared layers of settings apply to a corporation.</summary>
internal sealed class CorporationLayerProjection() : Projection<CorporationState>(
    StorageNames.Corporation, "corporation_layer", "industry", "theme", "plan", "stack")
{
    protected override IReadOnlyList<object?>? Row(string grainKey, CorporationState state) =>
        state.Registration is not { } it ? null : [it.Industry, state.Theme, state.Plan, it.Stack.Value];
}
