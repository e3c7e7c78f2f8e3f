using System.Collections.Immutable;
using Adilas.Refusals;
using Adilas.Storage;
using Microsoft.Extensions.Logging;

namespace Adilas.Feeds;

/// <summary>
/// Reads the store twice a second while anybody follows, and hears from grains in between. Calls interleave because a follower waits
/// inside its call; nothing here awaits between reading a field and changing it.
/// </summary>
[GrainType("feed"), CollectionAgeLimit(Minutes = 2)]
internal sealed partial class FeedGrain(IFeedSource source, TimeProvider clock, ILogger<FeedGrain> logger) : Grain, IFeedGrain
{
    /// <summary>How long a follower waits for news. With <see cref="ReadEvery"/> it bounds how much of its lease is spent on arrival.</summary>
    internal static readonly TimeSpan HoldFor = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan ReadEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan FollowedFor = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TooOld = TimeSpan.FromSeconds(1);

    private const int PageSize = 2_000;
    private const int MaxPages = 10;
    private const int Capacity = 20_000;

    private FeedName? name;
    private FeedLog log = new(Capacity);
    private int life;
    private TaskCompletionSource news = NewSignal();
    private Task? reading;
    private DateTimeOffset? readUntil;
    private long readAt;
    private long followedAt;

    private FeedName Name => name ?? throw new RefusedException(Refusal.NotFound, "feed-unknown", "There is no such feed.");

    private string Epoch => $"{GrainContext.ActivationId}/{life}";

    private TimeSpan Age => clock.GetElapsedTime(readAt);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // What is no feed is refused in a call, after the gate: an activation must not answer those who may not ask.
        name = FeedName.FindByGrainKey(this.GetPrimaryKeyString());
        this.RegisterGrainTimer(Tick, new GrainTimerCreationOptions(ReadEvery, ReadEvery) { Interleave = true });
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        news.TrySetResult();
        return Task.CompletedTask;
    }

    public async Task<FeedNews> Follow(FeedMark? after, CancellationToken cancellationToken)
    {
        _ = Name;
        followedAt = clock.GetTimestamp();
        if (readUntil is null || Age > TooOld) await Read();
        if (readUntil is null) throw new RefusedException(Refusal.Unavailable, "feed-unavailable", "The store cannot be read at the moment. Try again.");
        if (after is null || after.Epoch != Epoch || !log.Reaches(after.Position)) return News(log.Position, isReset: true);

        if (log.Position == after.Position)
        {
            await news.Task.WaitAsync(HoldFor, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (after.Epoch != Epoch || !log.Reaches(after.Position)) return News(log.Position, isReset: true);
        }

        return News(after.Position, isReset: false);
    }

    public async Task<ImmutableArray<GrainVersion>> Compare(ImmutableArray<GrainVersion> held, CancellationToken cancellationToken)
    {
        if (held.Length > IFeedGrain.MaxCompared)
            throw new RefusedException(Refusal.Invalid, "compare-too-many", $"At most {IFeedGrain.MaxCompared} grains are compared at once.", "held");

        var stored = (await source.Versions(Name, [.. held.Select(grain => grain.Key)], cancellationToken))
            .ToDictionary(grain => grain.Key, grain => grain.Version, StringComparer.Ordinal);
        return [.. held.Select(grain => grain with { Version = stored.GetValueOrDefault(grain.Key) }).Where((grain, index) => grain != held[index])];
    }

    public Task Tell(GrainVersion changed, CancellationToken cancellationToken)
    {
        if (log.Add(changed)) Announce();
        return Task.CompletedTask;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FeedNews News(long after, bool isReset) =>
        new(new FeedMark(Epoch, log.Position), Age, isReset, isReset ? [] : log.After(after));

    private void Announce()
    {
        news.TrySetResult();
        news = NewSignal();
    }

    private Task Tick(CancellationToken cancellationToken) => name is null || clock.GetElapsedTime(followedAt) > FollowedFor ? Task.CompletedTask : Read();

    /// <summary>Whoever comes while a reading is under way waits for it: what it began with is young enough for both.</summary>
    private async Task Read()
    {
        reading ??= ReadStore();
        try
        {
            await reading;
        }
        catch (RefusedException unavailable)
        {
            // Followers see the age grow, and stop to trust what they hold when it is too high.
            LogUnreachable(this.GetPrimaryKeyString(), unavailable.Code);
        }
        finally
        {
            reading = null;
        }
    }

    private async Task ReadStore()
    {
        var (began, now) = (clock.GetTimestamp(), clock.GetUtcNow());
        // Rows become visible out of order, so each reading looks back further than a batch may live.
        var since = (readUntil ?? now) - RowDelay.Longest;
        var (isNews, page, last) = (false, 0, (FeedRow?)null);
        while (true)
        {
            var rows = await source.ChangedSince(Name, since, last, PageSize, CancellationToken.None);
            foreach (var row in rows) isNews |= log.Add(row.Grain);
            if (rows.Count < PageSize) break;
            if (++page == MaxPages)
            {
                StartAnew();
                break;
            }

            last = rows[^1];
        }

        (readUntil, readAt) = (now, began);
        if (isNews) Announce();
    }

    /// <summary>More changed than is worth listing: everybody compares what they hold.</summary>
    private void StartAnew()
    {
        life++;
        log = new FeedLog(Capacity);
    }

    [LoggerMessage(LogLevel.Warning, "Feed {Feed} could not read the store: {Code}")]
    private partial void LogUnreachable(string feed, string code);
}
