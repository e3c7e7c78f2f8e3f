using Adilas.Storage;

namespace Adilas.Corporations;

/// <summary>What every silo needs to know of a corporation; the journal checks each write against its mode. See <see cref="CorporationFacts"/>.</summary>
internal sealed class CorporationFactProjection() : Projection<CorporationState>(
    StorageNames.Corporation, "corporation_fact", "mode", "stack", "changed_at")
{
    protected override IReadOnlyList<object?>? Row(string grainKey, CorporationState state) => state.Registration is not { } it
        ? null
        : [(int)state.Mode.AsModes(), it.Stack.Value, RowTime.Commit];
}
