using System.Collections.Immutable;
using Adilas.Paging;
using Adilas.Provisioning;
using Adilas.Refusals;
using Adilas.Settings;
using Orleans.Concurrency;

namespace Adilas.Corporations;

[GrainType("corporation-directory"), StatelessWorker]
internal sealed class CorporationDirectoryGrain(
    ICorporationDirectory directory, ICorporationCount count, IUnfinishedProvisionings unfinished, IRecipeCatalog recipes)
    : Grain, ICorporationDirectoryGrain
{
    public Task<Page<CorporationSummary>> Search(CorporationQuery query, CancellationToken cancellationToken) =>
        directory.Search(query with { Limit = PageLimit.Check(query.Limit) }, cancellationToken);

    public async Task<Page<UnfinishedProvisioning>> Unfinished(
        ProvisioningPhase? state, string? cursor, int? limit, CancellationToken cancellationToken)
    {
        var wanted = PageLimit.Check(limit);
        if (cursor is not null && !CorporationId.TryParse(cursor, out _))
            throw new RefusedException(Refusal.Invalid, "cursor-malformed", "The cursor is not one that this list gave.", "cursor");

        var found = await unfinished.List(state, cursor ?? "", wanted + 1, cancellationToken);
        return new Page<UnfinishedProvisioning>([.. found.Take(wanted)], found.Count > wanted ? found[wanted - 1].Corporation.Value : null);
    }

    public Task<ImmutableArray<RecipeSummary>> Recipes(CancellationToken cancellationToken) => Task.FromResult<ImmutableArray<RecipeSummary>>(
        [.. recipes.Recipes.OrderBy(recipe => recipe.Name, StringComparer.Ordinal).Select(recipe => new RecipeSummary(recipe.Name, recipe.Version, recipe.Description))]);

    public Task<long> CountOf(string scope, CancellationToken cancellationToken) => ProfileScope.TryParse(scope, out var layer)
        ? count.Of(layer, cancellationToken)
        : throw new RefusedException(Refusal.Invalid, "scope-malformed", "That names no layer of settings.", "scope");
}
