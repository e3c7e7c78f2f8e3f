using System.Collections.Immutable;
using Adilas.Paging;

namespace Adilas.Jobs;

/// <summary>Reads for operators, with statements that an index answers, what is due anywhere and what died lately.</summary>
[GrainType("work-overview")]
internal sealed class WorkOverviewGrain(IJobStore store, TimeProvider clock) : Grain, IWorkOverviewGrain
{
    public async Task<ImmutableArray<WorkLane>> Lanes(CancellationToken cancellationToken) =>
        [.. (await store.DueLanes(clock.GetUtcNow(), WorkLane.MaxLines, WorkLane.MaxLanes, cancellationToken))];

    public async Task<ImmutableArray<DeadJob>> Dead(int? limit, CancellationToken cancellationToken) =>
        [.. await store.Dead(PageLimit.Check(limit), cancellationToken)];
}
