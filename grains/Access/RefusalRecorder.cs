using System.Collections.Concurrent;
using Adilas.Refusals;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Adilas.Access;

/// <summary>
/// Counts refusals in memory and stores the sums every ten seconds: a flood of refusals is a handful of rows. A crash loses the last ten seconds.
/// </summary>
internal sealed partial class RefusalRecorder(IRefusalLog log, TimeProvider clock, ILogger<RefusalRecorder> logger) : BackgroundService
{
    private static readonly TimeSpan StoreEvery = TimeSpan.FromSeconds(10);
    private const int MaxKinds = 500;

    private readonly ConcurrentDictionary<(DateTimeOffset Minute, string Subject, string Actor, string Action, string Code), long> counts = new();

    public void Record(string subject, string actor, string action, string code)
    {
        var now = clock.GetUtcNow();
        var key = (new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero), subject, actor, action, code);

        // Whoever makes up names must not fill the memory: beyond the limit they are summed under none.
        if (counts.Count >= MaxKinds && !counts.ContainsKey(key)) key = (key.Item1, "", "", "", code);
        counts.AddOrUpdate(key, 1, (_, count) => count + 1);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(StoreEvery, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await Store(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Store(CancellationToken.None);
        }
    }

    internal async Task Store(CancellationToken cancellationToken)
    {
        var taken = new List<RefusalCount>();
        foreach (var key in counts.Keys)
        {
            if (counts.TryRemove(key, out var count))
                taken.Add(new RefusalCount(key.Minute, key.Subject, key.Actor, key.Action, key.Code, count));
        }

        if (taken.Count == 0) return;
        try
        {
            await log.Add(taken, cancellationToken);
        }
        catch (RefusedException unavailable)
        {
            foreach (var lost in taken) counts.AddOrUpdate((lost.Minute, lost.Subject, lost.Actor, lost.Action, lost.Code), lost.Count, (_, count) => count + lost.Count);
            LogNotStored(taken.Count, unavailable.Code);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Count} refusal counts could not be stored yet: {Code}")]
    private partial void LogNotStored(int count, string code);
}
