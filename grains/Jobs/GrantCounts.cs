using System.Collections.Immutable;
using Adilas.Corporations;

namespace Adilas.Jobs;

/// <summary>Counts for operators what was granted, by minute.</summary>
internal sealed class GrantCounts(TimeProvider clock)
{
    private const int MostBusy = 10;

    private Dictionary<CorporationId, int> now = [];
    private Dictionary<CorporationId, int> before = [];
    private long minute;

    public void Add(ImmutableArray<JobGrant> grants)
    {
        Turn();
        foreach (var grant in grants) now[grant.Corporation] = now.GetValueOrDefault(grant.Corporation) + grant.Count;
    }

    public (long Total, ImmutableArray<JobGrant> Busiest) LastMinute()
    {
        Turn();
        var busiest = before.OrderByDescending(count => count.Value).Take(MostBusy).Select(count => new JobGrant(count.Key, count.Value));
        return (before.Values.Sum(count => (long)count), [.. busiest]);
    }

    private void Turn()
    {
        var current = clock.GetUtcNow().ToUnixTimeSeconds() / 60;
        if (current == minute) return;
        before = current == minute + 1 ? now : [];
        now = [];
        minute = current;
    }
}
