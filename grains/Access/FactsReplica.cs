using System.Collections.Concurrent;
using Adilas.Corporations;
using Adilas.Refusals;
using Adilas.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Adilas.Access;

/// <summary>
/// What this silo knows of the corporations that are in use on it. Follows changes with one statement a second however many there are,
/// and none while nothing is in use. It only ever refuses early or late by that second: the journal checks the mode again in each write's transaction.
/// </summary>
internal sealed partial class FactsReplica(ICorporationFacts store, TimeProvider clock, ILogger<FactsReplica> logger) : BackgroundService
{
    /// <summary>How long facts are trusted without having reached the store.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan IdleAfter = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan AbsentFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RecheckEvery = TimeSpan.FromMilliseconds(50);
    private const int MaxChangesAPoll = 5_000;

    private readonly ConcurrentDictionary<CorporationId, Entry> entries = new();
    private DateTimeOffset followedUntil;

    /// <summary>The mode of a corporation, at most a lease old; <see cref="Modes.None"/> for one that does not exist.</summary>
    public ValueTask<Modes> ModeOf(CorporationId corporation, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (entries.TryGetValue(corporation, out var entry) && entry.TrustedUntil(followedUntil) > now)
        {
            entry.UsedAt = now;
            return new(entry.Mode);
        }

        return new(Load(corporation, now, cancellationToken));
    }

    /// <summary>
    /// The mode as stored after the call began, for one who is about to be refused. The store is asked at most every 50 ms a corporation:
    /// whoever comes in between waits for the next answer.
    /// </summary>
    public async Task<Modes> Recheck(CorporationId corporation, CancellationToken cancellationToken)
    {
        var began = clock.GetUtcNow();
        if (entries.TryGetValue(corporation, out var entry) && entry.LoadedAt + RecheckEvery - began is var pause && pause > TimeSpan.Zero)
        {
            await Task.Delay(pause, clock, cancellationToken);
            if (entries.TryGetValue(corporation, out var fresh) && fresh.LoadedAt > began) return fresh.Mode;
        }

        return await Load(corporation, clock.GetUtcNow(), cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(PollEvery, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await Follow(stoppingToken);
                }
                catch (RefusedException unavailable)
                {
                    LogUnreachable(unavailable.Code);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    internal async Task Follow(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var (id, entry) in entries)
        {
            if (now - entry.UsedAt > IdleAfter) entries.TryRemove(id, out _);
        }

        if (entries.IsEmpty) return;

        // Rows become visible out of order, so each poll looks back further than a batch may live.
        var since = (followedUntil > now - Lease ? followedUntil : now - Lease) - RowDelay.Longest;
        var changes = await store.ChangedSince(since, MaxChangesAPoll, cancellationToken);
        foreach (var (facts, _) in changes)
        {
            if (entries.TryGetValue(facts.Corporation, out var entry) && facts.Version > entry.Version)
                entries[facts.Corporation] = new Entry(facts.Mode, facts.Version, now) { UsedAt = entry.UsedAt };
        }

        // More changes than one poll reads: what was loaded before them must be loaded again.
        followedUntil = changes.Count < MaxChangesAPoll ? now : followedUntil;
    }

    private async Task<Modes> Load(CorporationId corporation, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var facts = await store.Find(corporation, cancellationToken);
        var entry = new Entry(facts?.Mode ?? Modes.None, facts?.Version ?? 0, now) { UsedAt = now };
        return entries.AddOrUpdate(corporation, entry, (_, known) => known.Version > entry.Version ? known : entry).Mode;
    }

    [LoggerMessage(LogLevel.Warning, "Facts of corporations could not be followed: {Code}")]
    private partial void LogUnreachable(string code);

    private sealed class Entry(Modes mode, long version, DateTimeOffset loadedAt)
    {
        public Modes Mode { get; } = mode;

        public long Version { get; } = version;

        public DateTimeOffset LoadedAt { get; } = loadedAt;

        public DateTimeOffset UsedAt { get; set; }

        public DateTimeOffset TrustedUntil(DateTimeOffset followedUntil) =>
            Version == 0 ? LoadedAt + AbsentFor : (LoadedAt > followedUntil ? LoadedAt : followedUntil) + Lease;
    }
}
