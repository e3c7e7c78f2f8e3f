using System.Collections.Concurrent;
using Adilas.Access;
using Adilas.Calls;
using Adilas.Feeds;
using Adilas.Refusals;
using Microsoft.Extensions.Logging;

namespace Adilas.Settings;

/// <summary>Follows one feed as long as anything is held that it tells of.</summary>
internal sealed partial class FeedFollower(
    FeedName name, IGrainFactory grains, IHeldReader reader, CallerAccessor callers, Action changed, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

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
        foreach (var some in held.Values.Chunk(IFeedGrain.MaxCompared))
        {
            var newer = await grains.Feed(name).Compare([.. some.Select(grain => new GrainVersion(grain.Key, grain.Version))], stop.Token);
            foreach (var change in newer)
            {
                // What is gone has no version of its own; it comes after the one that is held.
                if (held.TryGetValue(change.Key, out var grain)) _ = grain.Hear(change.Version > 0 ? change.Version : grain.Version + 1);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "A newer version of {Key}, which the feed {Feed} names, cannot be read: {Code}; trying on")]
    private partial void LogUnread(string feed, string key, string code);

    [LoggerMessage(LogLevel.Warning, "The feed {Feed} cannot be followed: {Code}; trying on")]
    private partial void LogLost(string feed, string code);
}
