namespace Adilas.Settings;

/// <summary>
/// A copy of one grain's state: read from the store when it is first wanted, and again when its feed names a newer version. Never goes back.
/// While there is no cluster to read it from it may come from disk, and is as old as it was there until the store was read.
/// </summary>
internal sealed class HeldGrain(string key, FeedFollower feed, IHeldReader reader)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>How long to wait for a store that is behind the copy from disk: somebody has to write to it first.</summary>
    private static readonly TimeSpan PauseWhenBehind = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private object? value;
    private long version;
    private long heard;
    private long behindSince;
    private long onDiskAsOf;
    private Task? loading;
    private Task? following;
    private Task? reading;
    private volatile bool isLoaded;
    private TaskCompletionSource? awaited;
    private volatile bool isFromDisk;

    public string Key => key;

    public bool IsLayer => feed.Name.Shard is not null;

    public string FeedText => feed.Name.Text;

    public bool IsLoaded => isLoaded;

    /// <summary>Whether it was read from disk, and the store has not said yet that it is the newest.</summary>
    public bool IsFromDisk => isFromDisk;

    /// <summary>What was last written to disk.</summary>
    public (long Version, DateTimeOffset AsOf)? Kept { get; set; }

    /// <summary>The replica's tick in which a profile last asked for it.</summary>
    public int WantedAt { get; set; }

    /// <summary>Whether nobody hears for it any more, so that it must not be trusted.</summary>
    public bool IsLost => IsDropped || feed.IsStopped;

    public bool IsDropped { get; set; }

    /// <summary><c>null</c>: it does not exist.</summary>
    public object? Value => Volatile.Read(ref value);

    /// <summary>Of <see cref="Value"/>, or of an older one: read it before the value.</summary>
    public long Version => Volatile.Read(ref version);

    /// <summary>The moment, as a timestamp, before which every acknowledged change is in the copy.</summary>
    public long CurrentAsOf
    {
        get
        {
            if (isFromDisk) return Volatile.Read(ref onDiskAsOf);

            // In this order: a version that is heard of in between must not be covered by the time at which it was heard.
            var current = feed.CurrentAsOf;
            return Volatile.Read(ref behindSince) is not 0 and var since ? Math.Min(since, current) : current;
        }
    }

    /// <summary>Completes when the copy has a newer version than now.</summary>
    public Task News
    {
        get
        {
            lock (gate) return (awaited ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Completes when there is a copy.</summary>
    /// <exception cref="Refusals.RefusedException">It cannot be read.</exception>
    public async Task Load(CancellationToken cancellationToken)
    {
        if (isLoaded) return;
        if (!await feed.IsReachable(cancellationToken) && feed.FindOnDisk(key) is { } found)
        {
            Take(found.Copy, found.AsOf);
            return;
        }

        // What changes after the reading must be heard of, so the feed comes first.
        await feed.WhenFollowing(cancellationToken);
        Task first;
        lock (gate) first = loading ??= ReadFirst();
        await first.WaitAsync(cancellationToken);
    }

    /// <summary>The store was asked for what is newer than this version and had nothing.</summary>
    public void Confirm(long newest)
    {
        lock (gate)
        {
            if (isFromDisk && newest == version) isFromDisk = false;
        }
    }

    /// <summary>Asks the store for the newest version and completes when the copy has it.</summary>
    /// <returns>The version that is stored.</returns>
    public async Task<long> CatchUp(CancellationToken cancellationToken)
    {
        var newest = await feed.Newest(this, cancellationToken);
        await Hear(newest).WaitAsync(cancellationToken);
        return newest;
    }

    /// <summary>Takes note of a version that is stored; completes when the copy has it.</summary>
    public Task Hear(long newest)
    {
        lock (gate)
        {
            if (newest <= heard || newest <= version) return following ?? Task.CompletedTask;
            heard = newest;
            if (behindSince == 0) Volatile.Write(ref behindSince, feed.CurrentAsOf);
            return isLoaded ? following ??= Follow() : Task.CompletedTask;
        }
    }

    private async Task ReadFirst()
    {
        // The lock in Load is free again before this goes on.
        await Task.Yield();
        try
        {
            Take(await reader.Read(key, atLeast: null));
        }
        finally
        {
            lock (gate)
            {
                loading = null;
                if (isLoaded && version < heard) following ??= Follow();
            }
        }
    }

    /// <summary>Reads until the copy is as new as what was heard of; until then its lease runs down.</summary>
    private async Task Follow()
    {
        await Task.Yield();
        for (var pause = FirstPause; !IsLost; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            long target;
            lock (gate)
            {
                if (version >= heard) break;
                target = heard;
            }

            try
            {
                Take(await reader.Read(key, target));
                if (Version >= target) continue;
            }
            catch (Exception failure)
            {
                feed.CannotRead(key, failure);
            }

            await feed.Pause(pause);
        }

        lock (gate) following = null;
    }

    private void Take(FoundCopy copy, long asOf)
    {
        lock (gate)
        {
            if (isLoaded) return;
            Volatile.Write(ref onDiskAsOf, asOf);
            isFromDisk = true;
            Volatile.Write(ref value, copy.Value);
            Volatile.Write(ref version, copy.Version);
            isLoaded = true;
            reading ??= ReadAgain();
            if (version < heard) following ??= Follow();
        }
    }

    /// <summary>Reads until the store has what the copy has, or newer. One that was restored, or is another, may be behind: then nothing is sure.</summary>
    private async Task ReadAgain()
    {
        await Task.Yield();
        using var self = feed.ActAsLibrary();
        for (var pause = FirstPause; isFromDisk && !IsLost; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await feed.WhenFollowing(CancellationToken.None);
                if (isFromDisk) Take(await reader.Read(key, atLeast: null));
                if (isFromDisk) pause = PauseWhenBehind;
            }
            catch (Exception failure)
            {
                feed.CannotRead(key, failure);
            }

            if (isFromDisk) await feed.Pause(pause);
        }
    }

    private void Take((long Version, object? Value) read)
    {
        bool isNews;
        TaskCompletionSource? signal = null;
        lock (gate)
        {
            // What is read for the first time is in no profile yet.
            isNews = isLoaded && read.Version > version;
            if (!isLoaded || read.Version > version)
            {
                Volatile.Write(ref value, read.Value);
                Volatile.Write(ref version, read.Version);
                isLoaded = true;
            }

            if (read.Version >= version) isFromDisk = false;
            if (version >= heard) Volatile.Write(ref behindSince, 0);
            if (isNews) (signal, awaited) = (awaited, null);
        }

        if (!isNews) return;
        feed.Changed();
        signal?.TrySetResult();
    }
}
