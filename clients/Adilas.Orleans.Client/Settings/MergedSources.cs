namespace Adilas.Settings;

/// <summary>The copies that a profile was merged from, with the version that each had.</summary>
internal sealed class MergedSources
{
    private readonly HeldGrain[] grains;
    private readonly long[] versions;
    private readonly long mergedAsOf;
    private readonly bool wereFromDisk;

    /// <summary>To be made before the values are read: what arrives in between then counts as a change.</summary>
    public MergedSources(HeldGrain[] grains)
    {
        this.grains = grains;
        mergedAsOf = grains.Min(grain => grain.CurrentAsOf);
        wereFromDisk = Array.Exists(grains, grain => grain.IsFromDisk);
        versions = Array.ConvertAll(grains, grain => grain.Version);
    }

    public IReadOnlyList<HeldGrain> Grains => grains;

    /// <summary>Whether one of them has another version by now, or is not followed any more.</summary>
    public bool HaveChanged
    {
        get
        {
            for (var i = 0; i < grains.Length; i++)
            {
                if (grains[i].Version != versions[i] || grains[i].IsLost) return true;
            }

            return false;
        }
    }

    /// <summary>Whether something of what was merged came from disk, and the cluster has not confirmed it.</summary>
    public bool AreFromDisk
    {
        get
        {
            foreach (var grain in grains)
            {
                if (grain.IsFromDisk) return true;
            }

            // A newer version of a copy confirms nothing of the one that was merged.
            return wereFromDisk && HaveChanged;
        }
    }

    /// <summary>The moment, as a timestamp, before which every acknowledged change is in what was merged.</summary>
    public long CurrentAsOf
    {
        get
        {
            // The age of a copy says nothing of a merge that was made from an older one.
            var oldest = long.MaxValue;
            foreach (var grain in grains) oldest = Math.Min(oldest, grain.CurrentAsOf);
            return HaveChanged ? mergedAsOf : oldest;
        }
    }

    /// <summary>Completes when one of them has changed since the merge, or at <paramref name="latest"/>.</summary>
    public Task WhenChanged(Task latest)
    {
        // Before the look at the versions: what changes after that look is then news.
        Task[] news = [.. grains.Select(grain => grain.News), latest];
        return HaveChanged ? Task.CompletedTask : Task.WhenAny(news);
    }

    public bool AreOf(HeldGrain[] others) => others.AsSpan().SequenceEqual(grains);
}
