using Adilas.Refusals;

namespace Adilas.Settings;

/// <summary>A copy of one grain's state: read when it is first wanted, and again when its feed names a newer version. Never goes back.</summary>
internal sealed class HeldGrain(string key, FeedFollower feed, IHeldReader reader)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private volatile object? value;
    private long version;
    private long wanted;
    private long behindSince;
    private Task? reading;
    private volatile bool isLoaded;

    public string Key => key;

    public bool IsLayer => feed.Name.Shard is not null;

    public bool IsLoaded => isLoaded;

    /// <summary>The replica's tick in which a profile last asked for it.</summary>
    public int WantedAt { get; set; }

    /// <summary><c>null</c>: it does not exist.</summary>
    public object? Value => value;

    public long Version => Volatile.Read(ref version);

    /// <summary>The moment, as a timestamp, before which every acknowledged change is in the copy.</summary>
    public long CurrentAsOf => Volatile.Read(ref behindSince) is not 0 and var since ? since : feed.CurrentAsOf;

    /// <summary>Completes when there is a copy of this version or a newer one.</summary>
    /// <exception cref="RefusedException">It cannot be read.</exception>
    public async Task Load(long atLeast, CancellationToken cancellationToken)
    {
        if (isLoaded && Version >= atLeast) return;

        // What changes after the reading must be heard of, so the feed comes first.
        await feed.WhenFollowing(cancellationToken);
        while (!isLoaded || Version < atLeast)
        {
            await Start(atLeast).WaitAsync(cancellationToken);
            if (Version < atLeast) await Task.Delay(FirstPause, cancellationToken);
        }
    }

    /// <summary>The feed names a version; reads it when it is newer.</summary>
    public void Hear(long newest)
    {
        if (!isLoaded || newest <= Version) return;
        lock (gate)
        {
            if (behindSince == 0) behindSince = feed.CurrentAsOf;
        }

        _ = Follow(newest);
    }

    private async Task Follow(long newest)
    {
        for (var pause = FirstPause; Version < newest; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await Start(newest);
                if (Version >= newest) break;
            }
            catch (RefusedException)
            {
                // Until it is read the lease of this copy runs down.
            }

            await feed.Pause(pause);
            if (feed.IsStopped) return;
        }
    }

    /// <summary>One reading at a time; whoever comes meanwhile waits for it.</summary>
    private Task Start(long atLeast)
    {
        lock (gate)
        {
            wanted = Math.Max(wanted, atLeast);
            return reading ??= Read();
        }
    }

    private async Task Read()
    {
        // The lock in Start is free again before this goes on.
        await Task.Yield();
        try
        {
            var target = Volatile.Read(ref wanted);
            var (newVersion, newValue) = await reader.Read(key, target);
            lock (gate)
            {
                var isFirst = !isLoaded;
                if (isFirst || newVersion > version)
                {
                    value = newValue;
                    Volatile.Write(ref version, newVersion);
                    isLoaded = true;

                    // What is read for the first time is in no profile yet.
                    if (!isFirst) feed.Changed();
                }

                if (version >= wanted) Volatile.Write(ref behindSince, 0);
            }
        }
        finally
        {
            lock (gate) reading = null;
        }
    }
}
