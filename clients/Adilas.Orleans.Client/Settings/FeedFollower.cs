using System.Collections.Concurrent;
using Adilas.Access;
using Adilas.Calls;
using Adilas.Feeds;
using Adilas.Refusals;
using Microsoft.Extensions.Logging;

namespace Adilas.Settings;

/// <summary>Follows one feed as long as anything is held that it tells of.</summary>
internal sealed partial class FeedFollower(
    FeedName name, IGrainFactory grains, IHeldReader reader, CallerAccessor callers, DiskCopies? copies, Action changed, TimeProvider clock, ILogger logger)
    : IAsyncDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>How long one who asks first waits for the cluster before what is on disk has to do.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>A feed that was not heard for so long has lost its cluster.</summary>
    private static readonly TimeSpan LostAfter = TimeSpan.FromSeconds(5);

    private readonly long startedAt = clock.GetTimestamp();
    private readonly ConcurrentDictionary<string, HeldGrain> held = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource following = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource stop = new();
    private long currentAsOf;
    private Task? loop;

    /// <summary>The moment, as a timestamp, before which every acknowledged change was heard of.</summary>
    public long CurrentAsOf => Volatile.Read(ref currentAsOf);

    public bool IsStopped => stop.IsCancellationRequested;

    public FeedName Name => name;

    public int Count => held.Count;

    public HeldGrain Hold(string key, int tick)
    {
        var grain = held.GetOrAdd(key, static (key, feed) => new HeldGrain(key, feed, feed.Reader), this);
        grain.WantedAt = tick;
        return grain;
    }

    public IEnumerable<HeldGrain> Held => held.Values;

    private IHeldReader Reader => reader;

    public void Start() => loop = Follow();

    /// <summary>Drops what is in no profile, nor wanted for one that is being loaded.</summary>
    public void Keep(IReadOnlySet<HeldGrain> used, int since)
    {
        foreach (var (key, grain) in held)
        {
            if (used.Contains(grain) || grain.WantedAt >= since) continue;
            grain.IsDropped = true;
            held.TryRemove(key, out _);
        }
    }

    /// <exception cref="RefusedException"><see cref="Refusal.Unavailable"/>: the cluster could not be reached for a while.</exception>
    public async Task WhenFollowing(CancellationToken cancellationToken)
    {
        if (following.Task.IsCompletedSuccessfully) return;
        try
        {
            await following.Task.WaitAsync(LongestWait, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw CallFailures.ClusterUnavailable();
        }
    }

    /// <summary>Whether the cluster answers. Waits for its first answer, if there is anything else to have recourse to, but not for long.</summary>
    public async Task<bool> IsReachable(CancellationToken cancellationToken)
    {
        if (copies is not { IsOn: true }) return true;
        if (!following.Task.IsCompleted && Patience - clock.GetElapsedTime(startedAt) is { Ticks: > 0 } rest)
        {
            await following.Task.WaitAsync(rest, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return following.Task.IsCompleted && clock.GetElapsedTime(CurrentAsOf) < LostAfter;
    }

    /// <returns>The copy, and the timestamp at which it was current.</returns>
    public (FoundCopy Copy, long AsOf)? FindOnDisk(string key)
    {
        if (copies?.Find(name.Text, key) is not { } copy) return null;
        var age = clock.GetUtcNow() - copy.AsOf;
        LogFromDisk(key, age);
        return (copy, clock.GetTimestamp() - (long)(Math.Max(age.TotalSeconds, 0) * clock.TimestampFrequency));
    }

    public IDisposable ActAsLibrary() => callers.UseLibrary(SettingsReplica.Caller);

    /// <summary>The version of a grain that is stored now.</summary>
    public async Task<long> Newest(HeldGrain grain, CancellationToken cancellationToken)
    {
        var newer = await grains.Feed(name).Compare([new GrainVersion(grain.Key, grain.Version)], cancellationToken);
        return newer is [var other] ? other.Version : grain.Version;
    }

    public void CannotRead(string key, Exception failure) =>
        LogUnread(name.Text, key, failure is RefusedException refused ? refused.Code : failure.GetType().Name);

    public void Changed() => changed();

    public async Task Pause(TimeSpan time) =>
        await Task.Delay(time, clock, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        following.TrySetException(new RefusedException(Refusal.Unavailable, "replica-stopped", "This front end is stopping."));
        _ = following.Task.Exception;
        if (loop is not null) await loop;
        stop.Dispose();
    }

    private async Task Follow()
    {
        await Task.Yield();
        using var self = callers.UseLibrary(SettingsReplica.Caller);
        var (mark, failures) = ((FeedMark?)null, 0);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                mark = await Hear(mark);
                failures = 0;
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                // The client may have gone before this.
                return;
            }
            catch (Exception failure)
            {
                // Whatever it is, the lease runs down meanwhile, and following must not end while anything is held.
                if (failures++ % 20 == 0) LogLost(name.Text, failure is RefusedException refused ? refused.Code : failure.GetType().Name);
                await Pause(TimeSpan.FromMilliseconds(Math.Min(50 << Math.Min(failures, 5), LongestPause.TotalMilliseconds)));
            }
        }
    }

    private async Task<FeedMark> Hear(FeedMark? mark)
    {
        // The answer's age counts from when it was made, which was not before this: a process that is stopped in between must not think it younger.
        var asked = clock.GetTimestamp();
        var news = await grains.Feed(name).Follow(mark, stop.Token);
        if (news.IsReset) await Compare();
        foreach (var change in news.Changes)
        {
            if (held.TryGetValue(change.Key, out var grain)) _ = grain.Hear(change.Version);
        }

        var asOf = asked - (long)(news.Age.TotalSeconds * clock.TimestampFrequency);
        Volatile.Write(ref currentAsOf, Math.Max(CurrentAsOf, asOf));
        following.TrySetResult();
        return news.Mark;
    }

    private async Task Compare()
    {
        foreach (var some in held.Values.Select(grain => (Grain: grain, grain.Version)).Chunk(IFeedGrain.MaxCompared))
        {
            var newer = await grains.Feed(name).Compare([.. some.Select(one => new GrainVersion(one.Grain.Key, one.Version))], stop.Token);
            var differing = newer.Select(change => change.Key).ToHashSet(StringComparer.Ordinal);
            foreach (var (grain, version) in some.Where(one => !differing.Contains(one.Grain.Key))) grain.Confirm(version);
            foreach (var change in newer)
            {
                // What is gone has no version of its own; it comes after the one that is held.
                if (held.TryGetValue(change.Key, out var grain)) _ = grain.Hear(change.Version > 0 ? change.Version : grain.Version + 1);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "A newer version of {Key}, which the feed {Feed} names, cannot be read: {Code}; trying on")]
    private partial void LogUnread(string feed, string key, string code);

    [LoggerMessage(LogLevel.Information, "The cluster does not answer; the copy of {Key} on disk, which is {Age} old, has to do")]
    private partial void LogFromDisk(string key, TimeSpan age);

    [LoggerMessage(LogLevel.Warning, "The feed {Feed} cannot be followed: {Code}; trying on")]
    private partial void LogLost(string feed, string code);
}
