using Adilas.Corporations;
using Adilas.Storage;

namespace Adilas.Publishing;

/// <summary>One row a corporation that opted in, with the layers that apply to it: the publisher looks at nobody else.</summary>
internal sealed class PublishedProjection() : Projection<CorporationState>(
    StorageNames.Corporation, "corporation_published", "mode", "industry", "theme", "plan", "stack")
{
    protected override IReadOnlyList<object?>? Row(string grainKey, CorporationState state) =>
        state is { IsPublished: true, Registration: { } it } ? [(int)state.Mode.AsModes(), it.Industry, state.Theme, state.Plan, it.Stack.Value] : null;
}
