using System.Collections.Immutable;
using Adilas.Paging;
using Adilas.Provisioning;
using Adilas.Refusals;
using Orleans.Concurrency;

namespace Adilas.Corporations;

[GrainType("corporation-directory"), StatelessWorker]
internal sealed class CorporationDirectoryGrain(ICorporationDirectory directory, IUnfinishedProvisionings unfinished, IRecipeCatalog recipes)
    : Grain, ICorporationDirectoryGrain
{
    public Task<Page<CorporationSummary>> Search(CorporationQuery query, CancellationToken cancellationToken) =>
        directory.Search(query with { Limit = PageLimit.Check(query.Limit) }, cancellationToken);

    public async Task<Page<UnfinishedProvisioning>> Unfinished(
        ProvisioningPhase? state, string? cursor, int? limit, CancellationToken cancellationToken)
    {
        var count = PageLimit.Check(limit);
        if (cursor is not null && !CorporationId.TryParse(cursor, out _))
            throw new RefusedException(Refusal.Invalid, "cursor-malformed", "The cursor is not one that this list gave.", "cursor");

        var found = await unfinished.List(state, cursor ?? "", count + 1, cancellationToken);
        return new Page<UnfinishedProvisioning>([.. found.Take(count)], found.Count > count ? found[count - 1].Corporation.Value : null);
    }

    public Task<ImmutableArray<RecipeSummary>> Recipes(CancellationToken cancellationToken) => Task.FromResult<ImmutableArray<RecipeSummary>>(
        [.. recipes.Recipes.OrderBy(recipe => recipe.Name, StringComparer.Ordinal).Select(recipe => new RecipeSummary(recipe.Name, recipe.Version, recipe.Description))]);
}
