using Adilas.Feeds;

namespace Adilas.Publishing;

/// <summary>Knows who has a copy, learns from the store what changed, and keeps those whom it concerns waiting for a new one.</summary>
internal sealed class CopyQueue(IPublishedCorporations published, IFeedSource feeds, TimeProvider clock, CopyMaker maker)
{
    private const int PageSize = 1_000;

    private readonly Dictionary<string, KnownCopy> known = new(StringComparer.Ordinal);
    private readonly WaitingList waiting = new();
    private readonly ChangeReader corporations = new(FeedName.Corporations, feeds, clock);
    private readonly ChangeReader[] layers =
        [.. FeedName.All.Where(feed => feed.Shard is not null).Select(feed => new ChangeReader(feed, feeds, clock))];

    public IReadOnlyDictionary<string, KnownCopy> Known => known;

    /// <summary>How many wait.</summary>
    public int Count => waiting.Count;

    /// <summary>Whether nobody waits, and of each copy that cannot be made readers were told.</summary>
    public bool IsAllSaid => waiting.Count == 0 && known.Values.All(copy => !copy.IsFailing || copy.IsTold);

    public void Add(string id) => waiting.Add(id);

    public IReadOnlyList<string> Take(int limit) => waiting.Take(limit);

    /// <summary>Those for whom a condition begins or ceases to apply, or whose failure is old enough for another attempt.</summary>
    public void AddDue(DateTimeOffset now)
    {
        foreach (var (id, copy) in known)
        {
            if (copy.NextChange <= now) waiting.Add(id);
        }
    }

    public KnownCopy Track(string id)
    {
        if (!known.TryGetValue(id, out var last)) known[id] = last = new KnownCopy();
        return last;
    }

    public void Forget(string id) => known.Remove(id);

    /// <summary>Everybody who opted in.</summary>
    public async Task AddAll(CancellationToken cancellationToken)
    {
        for (string? after = null; ;)
        {
            var page = await published.List(after, PageSize, cancellationToken);
            foreach (var corporation in page) Track(corporation.Id.Value);
            if (page.Count < PageSize) break;
            after = page[^1].Id.Value;
        }

        foreach (var id in known.Keys) waiting.Add(id);
    }

    /// <summary>Learns what changed since, and queues whom it concerns.</summary>
    public async Task Hear(CancellationToken cancellationToken)
    {
        if (await corporations.Read(cancellationToken) is { } changed)
            await Hear([.. changed.Select(grain => grain.Key)], cancellationToken);
        else await HearOfAll(cancellationToken);

        // While nobody opted in, one statement a second tells of the first.
        foreach (var feed in known.Count > 0 ? layers : [])
        {
            if (await feed.Read(cancellationToken) is not { } changes) await HearOfAll(cancellationToken);
            else foreach (var layer in changes) Hear(layer);
        }
    }

    private async Task Hear(IReadOnlyList<string> changed, CancellationToken cancellationToken)
    {
        foreach (var some in changed.Chunk(PageSize))
        {
            foreach (var found in await published.Find(some, cancellationToken)) Track(found.Id.Value);
        }

        foreach (var id in changed.Where(known.ContainsKey)) waiting.Add(id);
    }

    private void Hear(GrainVersion layer)
    {
        maker.Hear(layer.Key, layer.Version);
        if (known.ContainsKey(layer.Key)) waiting.Add(layer.Key);
        if (!layer.Key.StartsWith('~')) return;
        foreach (var (id, copy) in known)
        {
            if (copy.Shared.Contains(layer.Key)) waiting.Add(id);
        }
    }

    /// <summary>More changed than is worth listing.</summary>
    private Task HearOfAll(CancellationToken cancellationToken)
    {
        maker.Forget();
        return AddAll(cancellationToken);
    }
}
