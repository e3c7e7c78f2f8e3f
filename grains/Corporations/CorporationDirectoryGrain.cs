using Adilas.Paging;
using Orleans.Concurrency;

namespace Adilas.Corporations;

[GrainType("corporation-directory"), StatelessWorker]
internal sealed class CorporationDirectoryGrain(ICorporationDirectory directory) : Grain, ICorporationDirectoryGrain
{
    public Task<Page<CorporationSummary>> Search(CorporationQuery query, CancellationToken cancellationToken) =>
        directory.Search(query with { Limit = PageLimit.Check(query.Limit) }, cancellationToken);
}
