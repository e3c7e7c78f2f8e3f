using System.Collections.Concurrent;
using Adilas.Access;
using Adilas.Feeds;
using Adilas.Refusals;
using Microsoft.Extensions.Logging;

namespace Adilas.Settings;

/// <summary>Follows one feed as long as anything is held that it tells of.</summary>
internal sealed partial class FeedFollower(
    FeedName name, IGrainFactory grains, IHeldReader reader, CallerAccessor callers, Action changed, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private const int LoadTicks = 60;

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
    public void Keep(IReadOnlySet<HeldGrain> used, int tick)
    {
        foreach (var (key, grain) in held)
        {
            if (!used.Contains(grain) && tick - grain.WantedAt > LoadTicks) held.TryRemove(key, out _);
        }
    }

    public Task WhenFollowing(CancellationToken cancellationToken) => following.Task.WaitAsync(cancellationToken);

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
            if (held.TryGetValue(change.Key, out var grain)) grain.Hear(change.Version);
        }

        var asOf = asked - (long)(news.Age.TotalSeconds * clock.TimestampFrequency);
        Volatile.Write(ref currentAsOf, Math.Max(CurrentAsOf, asOf));
        following.TrySetResult();
        return news.Mark;
    }

    private async Task Compare()
    {
        foreach (var some in held.Values.Where(grain => grain.IsLoaded).Chunk(IFeedGrain.MaxCompared))
        {
            var newer = await grains.Feed(name).Compare([.. some.Select(grain => new GrainVersion(grain.Key, grain.Version))], stop.Token);
            foreach (var change in newer)
            {
                if (held.TryGetValue(change.Key, out var grain)) grain.Hear(change.Version);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The feed {Feed} cannot be followed: {Code}; trying on")]
    private partial void LogLost(string feed, string code);
}
