using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Adilas.Operate;

[GrainType("census"), StatelessWorker]
internal sealed class CensusGrain(IEnumerable<ICensusTaker> takers) : Grain, ICensusGrain
{
    private const int MaxOrphans = 1_000;

    public async Task<Census> Take(CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var orphans = new List<Orphan>();
        foreach (var taker in takers)
        {
            var part = await taker.Take(cancellationToken);
            foreach (var (kind, count) in part.Counts) counts[kind] = counts.GetValueOrDefault(kind) + count;
            orphans.AddRange(part.Orphans);
        }

        return new Census(
            counts.GetValueOrDefault(CensusKinds.Database),
            counts.GetValueOrDefault(CensusKinds.DatabaseUser),
            counts.GetValueOrDefault(CensusKinds.Bucket),
            [.. orphans.Take(MaxOrphans)]);
    }
}
