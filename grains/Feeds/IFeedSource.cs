namespace Adilas.Feeds;

/// <summary>Reads what changed, from the rows that are stored with each state.</summary>
public interface IFeedSource
{
    /// <summary>
    /// What changed after <paramref name="since"/>, oldest first, at most <paramref name="limit"/> that come after <paramref name="after"/>.
    /// One statement however many grains exist.
    /// </summary>
    /// <exception cref="Refusals.RefusedException"><see cref="Refusals.Refusal.Unavailable"/>.</exception>
    Task<IReadOnlyList<FeedRow>> ChangedSince(
        FeedName feed, DateTimeOffset since, FeedRow? after, int limit, CancellationToken cancellationToken);

    /// <summary>The versions of those that exist, in any order.</summary>
    /// <exception cref="Refusals.RefusedException"><see cref="Refusals.Refusal.Unavailable"/>.</exception>
    Task<IReadOnlyList<GrainVersion>> Versions(FeedName feed, IReadOnlyCollection<string> keys, CancellationToken cancellationToken);
}

/// <param name="ChangedAt">The time of the journal row.</param>
public readonly record struct FeedRow(GrainVersion Grain, DateTimeOffset ChangedAt);
