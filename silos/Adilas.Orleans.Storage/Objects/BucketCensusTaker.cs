using Adilas.Allocations;
using Adilas.Operate;
using Microsoft.Extensions.Options;

namespace Adilas.Objects;

/// <summary>Compares the object store with the allocation table. What is just being made or dropped is no orphan.</summary>
internal sealed class BucketCensusTaker(BucketAllocations allocations, IObjectStore store, IOptions<ObjectsOptions> options) : ICensusTaker
{
    public Task<CensusPart> Take(CancellationToken cancellationToken) => AllocationCensus.LookTwice(Look, cancellationToken);

    private async Task<CensusPart> Look(CancellationToken cancellationToken)
    {
        // The store first: rows come before what they promise, so a bucket made in between is not mistaken for an untracked one.
        var buckets = (await store.ListBuckets(options.Value.BucketPrefix, cancellationToken)).ToHashSet(StringComparer.Ordinal);
        var rows = (await allocations.List(cancellationToken)).ToDictionary(row => row.Name, StringComparer.Ordinal);
        var untracked = buckets.Where(name => !rows.ContainsKey(name))
            .Select(name => new Orphan(CensusKinds.Bucket, name, "It exists and is allocated to nobody."));
        var counts = new Dictionary<string, int> { [CensusKinds.Bucket] = buckets.Count };
        return new CensusPart(counts, [.. untracked, .. rows.Values.SelectMany(row => Missing(row, buckets))]);
    }

    private IEnumerable<Orphan> Missing(BucketAllocation row, HashSet<string> buckets)
    {
        if (row.State is AllocationState.Ready)
        {
            if (!buckets.Contains(row.Name)) yield return new Orphan(CensusKinds.Bucket, row.Name, "It is allocated and does not exist.");
            yield break;
        }

        if (AllocationCensus.ReasonOfUnready(row.State, row.CreatedAt, allocations.Now()) is { } reason)
            yield return new Orphan(CensusKinds.Bucket, row.Name, reason);
    }
}
