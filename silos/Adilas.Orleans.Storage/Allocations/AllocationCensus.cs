using System.Globalization;
using Adilas.Operate;

namespace Adilas.Allocations;

/// <summary>What every comparison of allocations with what is really there has in common.</summary>
internal static class AllocationCensus
{
    /// <summary>Making and dropping take seconds to minutes; after this long nobody seems to be at it any more.</summary>
    private static readonly TimeSpan StuckAfter = TimeSpan.FromHours(1);

    /// <summary>
    /// Both sides change meanwhile, so whatever looks wrong is looked at twice, and only what looks wrong both times in the same way is told.
    /// </summary>
    public static async Task<CensusPart> LookTwice(Func<CancellationToken, Task<CensusPart>> look, CancellationToken cancellationToken)
    {
        var first = await look(cancellationToken);
        if (first.Orphans.Count == 0) return first;

        var second = await look(cancellationToken);
        return second with { Orphans = [.. second.Orphans.Intersect(first.Orphans)] };
    }

    /// <summary>Why something that is not ready is an orphan; <c>null</c> while it is just being made or dropped.</summary>
    /// <param name="createdAt">Microseconds since 1970, as <paramref name="now"/>.</param>
    public static string? ReasonOfUnready(AllocationState state, long createdAt, long now)
    {
        if (TimeSpan.FromMicroseconds(now - createdAt) <= StuckAfter) return null;

        var what = state is AllocationState.Making ? "made" : "dropped";
        var since = DateTimeOffset.UnixEpoch.AddMicroseconds(createdAt).ToString("u", CultureInfo.InvariantCulture);
        return $"Allocated {since}, it has not been {what} to the end.";
    }
}
