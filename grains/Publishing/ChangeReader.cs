using Adilas.Feeds;
using Adilas.Storage;

namespace Adilas.Publishing;

/// <summary>Reads what changed since the last reading, in one feed's rows.</summary>
internal sealed class ChangeReader(FeedName feed, IFeedSource source, TimeProvider clock)
{
    private const int PageSize = 2_000;
    private const int MaxPages = 10;

    private FeedLog log = new(PageSize * MaxPages);
    private DateTimeOffset? readUntil;

    /// <returns>What changed; <c>null</c> when it is more than is worth listing.</returns>
    public async Task<IReadOnlyList<GrainVersion>?> Read(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        // Rows become visible out of order, so each reading looks back further than a batch may live.
        var since = (readUntil ?? now) - RowDelay.Longest;
        var (changes, last) = (new List<GrainVersion>(), (FeedRow?)null);
        for (var page = 1; ; page++)
        {
            var rows = await source.ChangedSince(feed, since, last, PageSize, cancellationToken);
            changes.AddRange(rows.Select(row => row.Grain).Where(log.Add));
            if (rows.Count < PageSize) break;
            if (page == MaxPages)
            {
                (log, readUntil) = (new FeedLog(PageSize * MaxPages), now);
                return null;
            }

            last = rows[^1];
        }

        readUntil = now;
        return changes;
    }
}
