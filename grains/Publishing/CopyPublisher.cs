using System.Runtime.ExceptionServices;
using Adilas.Corporations;
using Adilas.Feeds;
using Adilas.Refusals;
using Microsoft.Extensions.Logging;

namespace Adilas.Publishing;

/// <summary>
/// Keeps the copies of all corporations that opted in current. Learns from the store what changed, queues whom it concerns, and makes their
/// copies anew at a bounded pace. A copy replaces one that this publisher wrote, or one that it saw before it read what the copy is made of:
/// so nothing in it is older, whoever else publishes meanwhile. See ADR 11.
/// </summary>
internal sealed partial class CopyPublisher
{
    private const int BatchSize = 200;
    private const int MaxVerified = 200;

    /// <summary>The mark while no moment can be named yet: with it the loss of what was written so far is noticed too.</summary>
    private const long NotYet = 0;

    /// <summary>With <see cref="BatchSize"/>: at most 2,000 copies a second.</summary>
    private static readonly TimeSpan BatchTime = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan HearEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPass = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    private readonly ICopyStore store;
    private readonly IPublishedCorporations published;
    private readonly TimeProvider clock;
    private readonly ILogger<CopyPublisher> logger;
    private readonly Queue<string> unverified = new();
    private readonly CopyMaker maker;
    private readonly CopyQueue queue;

    private bool isStarted;
    private long? mark;

    public CopyPublisher(
        ICopyStore store, IPublishedCorporations published, IFeedSource feeds, TimeProvider clock, ILogger<CopyPublisher> logger)
    {
        (this.store, this.published, this.clock, this.logger) = (store, published, clock, logger);
        maker = new CopyMaker(published);
        queue = new CopyQueue(published, feeds, clock, maker);
    }

    /// <summary>Hears of changes and publishes until nobody waits; comes back after a while even so.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Unavailable"/>: a store cannot be reached. Who waits goes on waiting.</exception>
    public async Task Pass(CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        do
        {
            var began = clock.GetUtcNow();
            try
            {
                await queue.Hear(cancellationToken);
            }
            catch
            {
                // What was read counts as heard, and not everybody whom it concerns is queued: so all are.
                isStarted = false;
                maker.Forget();
                throw;
            }

            if (!isStarted) await Start(cancellationToken);
            await Verify();
            queue.AddDue(began);
            await PublishForAWhile(cancellationToken);
            if (queue.IsAllSaid) await Mark(began.ToUnixTimeMilliseconds());
        }
        while (queue.Count > 0 && clock.GetElapsedTime(started) < LongestPass);
    }

    private async Task Start(CancellationToken cancellationToken)
    {
        await queue.AddAll(cancellationToken);
        // Copies of those that opted out while nobody published.
        foreach (var id in await store.List()) queue.Add(id);
        mark ??= await store.FindMark();
        isStarted = true;
    }

    /// <summary>
    /// Looks whether the copies are still there: all at once by the mark, and some one by one, for a full store throws single ones away.
    /// </summary>
    private async Task Verify()
    {
        if (await store.FindMark() is var found && found != mark)
        {
            // Emptied, or back with what it held before: nothing that was written can be counted on.
            LogLost(queue.Known.Count);
            mark = found;
            foreach (var id in queue.Known.Keys) Lose(id);
        }

        if (mark is null) await Mark(NotYet);

        if (unverified.Count == 0) foreach (var id in queue.Known.Keys) unverified.Enqueue(id);
        var some = new List<string>();
        while (some.Count < MaxVerified && unverified.TryDequeue(out var id)) some.Add(id);
        foreach (var (id, revision) in some.Zip(await store.Revisions(some)))
        {
            if (queue.Known.GetValueOrDefault(id) is { IsStored: true } copy && copy.Revision != revision) Lose(id);
        }
    }

    private void Lose(string id)
    {
        queue.Known[id].Expect(null);
        queue.Add(id);
    }

    private async Task Mark(long currentAsOf)
    {
        // Whatever stands there instead of what was seen, the next look finds it.
        if (await store.Mark(currentAsOf, expected: mark)) mark = currentAsOf;
    }

    private async Task PublishForAWhile(CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (queue.Count > 0 && clock.GetElapsedTime(started) < HearEvery)
        {
            var batchStarted = clock.GetTimestamp();
            var batch = queue.Take(BatchSize);
            List<(string Id, ProfileCopy? Copy, Task<HeldCopy?> Answer)> sent;
            try
            {
                sent = await Send(batch, cancellationToken);
            }
            catch
            {
                foreach (var id in batch) queue.Add(id);
                throw;
            }

            await Take(sent);
            await TellOfFailures(batch);
            if (queue.Count > 0 && BatchTime - clock.GetElapsedTime(batchStarted) is { Ticks: > 0 } rest)
                await Task.Delay(rest, clock, cancellationToken);
        }
    }

    private async Task<List<(string Id, ProfileCopy? Copy, Task<HeldCopy?> Answer)>> Send(
        IReadOnlyList<string> batch, CancellationToken cancellationToken)
    {
        var found = await published.Find(batch, cancellationToken);
        var readable = found.Where(corporation => corporation.IsReadable).ToList();
        var sources = await maker.Read(readable, cancellationToken);
        return
        [
            .. readable.Select(corporation => Make(corporation, sources)).OfType<ProfileCopy>()
                .Select(copy => (copy.Corporation.Value, copy, store.Publish(copy, queue.Known[copy.Corporation.Value].Revision))),
            .. batch.Except(readable.Select(it => it.Id.Value), StringComparer.Ordinal).Select(id => (id, (ProfileCopy?)null, Remove(id))),
        ];
    }

    /// <summary>
    /// Says with each copy that cannot be made that it stays as it was, and since when: then the mark, which speaks of the others, goes on.
    /// </summary>
    private async Task TellOfFailures(IReadOnlyList<string> batch)
    {
        var failing = batch.Where(id => queue.Known.GetValueOrDefault(id) is { IsFailing: true, IsTold: false }).ToList();
        try
        {
            await Task.WhenAll(failing.Select(id => store.Doubt(CorporationId.Parse(id), since: mark ?? NotYet)));
            foreach (var id in failing) queue.Known[id].Tell();
        }
        catch
        {
            foreach (var id in failing) queue.Add(id);
            throw;
        }
    }

    /// <summary>Takes the answers one by one, since what they change is shared; one that fails costs the others nothing.</summary>
    private async Task Take(IEnumerable<(string Id, ProfileCopy? Copy, Task<HeldCopy?> Answer)> sent)
    {
        ExceptionDispatchInfo? failed = null;
        foreach (var (id, copy, answer) in sent)
        {
            try
            {
                Take(id, copy, await answer);
            }
            catch (Exception failure)
            {
                queue.Add(id);
                failed = ExceptionDispatchInfo.Capture(failure);
            }
        }

        failed?.Throw();
    }

    private Task<HeldCopy?> Remove(string id)
    {
        var last = queue.Track(id);
        return store.Remove(CorporationId.Parse(id), NextRevision(last), last.Revision);
    }

    /// <returns><c>null</c> when just that copy is there, or none can be made for now.</returns>
    private ProfileCopy? Make(PublishedCorporation corporation, IReadOnlyDictionary<string, MakerLayer> sources)
    {
        var id = corporation.Id.Value;
        var last = queue.Track(id);
        last.Shared = [.. corporation.Scopes().Select(scope => scope.GrainKey).Where(key => key != id)];
        var now = clock.GetUtcNow();
        try
        {
            var (copy, nextChange) = CopyMaker.Make(corporation, sources, NextRevision(last), now);
            last.Succeed(nextChange);
            return last.Holds(copy) && !last.IsTold ? null : copy;
        }
        catch (Exception failure)
        {
            // Whatever is wrong with one, the others go on. What was published of it stays, and says how old it may be.
            if (!last.IsFailing) LogCannotMake(id, failure is InvalidDataException ? failure.Message : failure.GetType().Name);
            last.Fail(now + RetryAfter);
            return null;
        }
    }

    private void Take(string id, ProfileCopy? copy, HeldCopy? held)
    {
        if (held is null && copy is null) queue.Forget(id);
        else if (held is null) queue.Known[id].Take(copy!.Revision, copy);
        else if (copy is not null && held.Sources == copy.Sources && held.Digest == copy.Digest) queue.Known[id].Take(held.Revision, copy);
        else
        {
            // Another publisher was there, or the store lost something. What is read from now on is not older than what is there.
            maker.Forget();
            queue.Known[id].Expect(held.Revision);
            queue.Add(id);
        }
    }

    private long NextRevision(KnownCopy last) => Math.Max(clock.GetUtcNow().ToUnixTimeMilliseconds(), (last.Revision ?? 0) + 1);

    [LoggerMessage(LogLevel.Information, "The store of published profiles lost what it held; {Count} copies are looked after")]
    private partial void LogLost(int count);

    [LoggerMessage(LogLevel.Error, "The profile of {Corporation} cannot be published, and its copy stays as it was: {Failure}; trying on")]
    private partial void LogCannotMake(string corporation, string failure);
}
