using System.Globalization;
using Adilas.Databases;
using Adilas.Operate;
using Microsoft.Extensions.Options;

namespace Adilas.Objects;

/// <summary>
/// Compares the object store with the allocation table. Both change meanwhile, so whatever looks wrong is looked at twice, and
/// only what looks wrong both times in the same way is told. What is just being made or dropped is no orphan.
/// </summary>
internal sealed class BucketCensusTaker(BucketAllocations allocations, IObjectStore store, IOptions<ObjectsOptions> options) : ICensusTaker
{
    /// <summary>Making and dropping take seconds to minutes; after this long nobody seems to be at it any more.</summary>
    private static readonly TimeSpan StuckAfter = TimeSpan.FromHours(1);

    public async Task<CensusPart> Take(CancellationToken cancellationToken)
    {
        var first = await Look(cancellationToken);
        if (first.Orphans.Count == 0) return first;

        var second = await Look(cancellationToken);
        return second with { Orphans = [.. second.Orphans.Intersect(first.Orphans)] };
    }

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

        var age = TimeSpan.FromMicroseconds(allocations.Now() - row.CreatedAt);
        var what = row.State is AllocationState.Making ? "made" : "dropped";
        var since = DateTimeOffset.UnixEpoch.AddMicroseconds(row.CreatedAt).ToString("u", CultureInfo.InvariantCulture);
        if (age > StuckAfter)
            yield return new Orphan(CensusKinds.Bucket, row.Name, $"Allocated {since}, it has not been {what} to the end.");
    }
}
