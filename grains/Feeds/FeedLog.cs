using System.Collections.Immutable;

namespace Adilas.Feeds;

/// <summary>The latest changes in the order in which the feed learnt of them. Each version of a grain is in it once, and the newest alone.</summary>
internal sealed class FeedLog(int capacity)
{
    private readonly Dictionary<long, GrainVersion> entries = [];
    private readonly Dictionary<string, (long Position, long Version)> newest = new(StringComparer.Ordinal);
    private long forgotten;

    /// <summary>Of the newest entry.</summary>
    public long Position { get; private set; }

    /// <returns>Whether this was news.</returns>
    public bool Add(GrainVersion grain)
    {
        if (newest.TryGetValue(grain.Key, out var known) && known.Version >= grain.Version) return false;

        entries.Add(++Position, grain);
        newest[grain.Key] = (Position, grain.Version);
        if (entries.Count > capacity)
        {
            entries.Remove(++forgotten, out var oldest);
            if (newest[oldest.Key].Position == forgotten) newest.Remove(oldest.Key);
        }

        return true;
    }

    /// <summary>Whether all that came after the position is still here.</summary>
    public bool Reaches(long position) => position >= forgotten && position <= Position;

    public ImmutableArray<GrainVersion> After(long position)
    {
        // A follower is a few entries behind, whatever the length of the log.
        var after = ImmutableArray.CreateBuilder<GrainVersion>();
        while (++position <= Position)
        {
            var grain = entries[position];
            if (newest[grain.Key].Position == position) after.Add(grain);
        }

        return after.DrainToImmutable();
    }
}
