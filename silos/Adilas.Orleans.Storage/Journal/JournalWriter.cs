using System.Diagnostics;
using Adilas.Platform;
using Adilas.Refusals;
using Adilas.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adilas.Journal;

/// <summary>
/// The one writer of a process: whatever came in while the last transaction ran is stored by the next, so that a busy silo pays one
/// disk flush for hundreds of changes and a lone change waits for nobody. Stops last of all services, when nothing can write any more.
/// </summary>
internal sealed partial class JournalWriter : IHostedLifecycleService, IAsyncDisposable
{
    private const int MaxUnderWay = 4;
    private const int Crowd = 64;
    private static readonly TimeSpan StuckAfter = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan KeepAliveInterval = RowDelay.ServerPatience / 3;
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(15);

    private readonly IPlatformDatabase database;
    private readonly JournalOptions options;
    private readonly TimeProvider clock;
    private readonly JournalMetrics metrics;
    private readonly ILogger<JournalWriter> logger;
    private readonly WriteQueue<JournalWrite> queue;
    private readonly CancellationTokenSource stopping = new();
    private readonly Lazy<Task> loop;

    public JournalWriter(
        IPlatformDatabase database, IOptions<JournalOptions> options, TimeProvider clock, JournalMetrics metrics, ILogger<JournalWriter> logger)
    {
        (this.database, this.options, this.clock, this.metrics, this.logger) = (database, options.Value, clock, metrics, logger);
        queue = new WriteQueue<JournalWrite>(options.Value);
        loop = new Lazy<Task>(Start);
        metrics.Watch(() => queue.Bytes);
    }

    /// <summary>Stores a write together with others.</summary>
    /// <param name="cancellationToken">Heeded until the write joins a batch; from then on the outcome is waited for.</param>
    /// <exception cref="RefusedException">It was not stored, or for <see cref="Refusal.OutcomeUnknown"/> nobody knows.</exception>
    /// <exception cref="Orleans.Storage.InconsistentStateException">Another has stored this version.</exception>
    public async Task<StoredVersion> Write(JournalWrite write, CancellationToken cancellationToken)
    {
        if (stopping.IsCancellationRequested) throw JournalRefusals.Stopping();
        _ = loop.Value;
        write.EnteredAt = Stopwatch.GetTimestamp();
        await using var withdrawal = cancellationToken.CanBeCanceled
            ? cancellationToken.Register(() => write.Withdraw(cancellationToken))
            : default;
        try
        {
            await queue.Enter(write, cancellationToken);
        }
        catch (RefusedException refused)
        {
            metrics.Refused(refused.Code);
            throw;
        }

        return await write.Outcome;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Called when every other service has stopped, the silo included: what is queued is stored, then nothing is taken any more.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken) => Drain();

    public async ValueTask DisposeAsync()
    {
        await Drain();
        stopping.Dispose();
    }

    private async Task Drain()
    {
        if (stopping.IsCancellationRequested) return;
        await stopping.CancelAsync();
        try
        {
            if (loop.IsValueCreated) await loop.Value.WaitAsync(DrainLimit);
        }
        catch (TimeoutException)
        {
            LogDrainTimedOut(queue.Bytes);
        }

        queue.Close();
    }

    private Task Start()
    {
        // It lives as long as the process: nothing of the call that happened to be first may flow into it.
        using var _ = ExecutionContext.SuppressFlow();
        return Task.Run(async () =>
        {
            try
            {
                await Run();
            }
            catch (Exception bug)
            {
                // Without this, whoever writes next would wait for ever.
                LogBug(bug);
                queue.Close();
            }
        });
    }

    /// <summary>
    /// One transaction at a time, which makes the largest batches. When a crowd waits behind it, one more is put together while the server
    /// works on the first. Others go past only when these are stuck, on a lock that somebody else holds for long.
    /// </summary>
    private async Task Run()
    {
        var most = database.Dialect is SqlDialect.Sqlite ? 1 : MaxUnderWay;
        var idle = new Stack<BatchCommitter>();
        var underWay = new List<Task<BatchCommitter>>();
        while (true)
        {
            var isLast = stopping.IsCancellationRequested;
            if (!idle.TryPop(out var committer)) committer = new BatchCommitter(database, options, clock, metrics, RefuseWaiting, logger);
            var batch = await queue.Take(committer.MaxBatchBytes, isLast ? TimeSpan.Zero : KeepAliveInterval, stopping.Token);
            if (batch.Count > 0) underWay.Add(Commit(committer, batch));
            else idle.Push(committer);

            if (batch.Count == 0 && isLast && underWay.Count == 0) break;
            if (batch.Count == 0 && !isLast) await KeepAlive(idle);

            var patience = underWay.Count == most || (isLast && batch.Count == 0) ? Timeout.InfiniteTimeSpan
                : batch.Count == 0 ? TimeSpan.Zero
                : StuckAfter;
            if (underWay.Count > 0) await Settle(underWay, patience, idle);
        }

        foreach (var committer in idle) await committer.DisposeAsync();
    }

    private async Task Settle(List<Task<BatchCommitter>> underWay, TimeSpan patience, Stack<BatchCommitter> idle)
    {
        Task first = underWay.Count == 1 ? Task.WhenAny(underWay[0], queue.WhenCrowded(Crowd)) : Task.WhenAny(underWay);
        try
        {
            await first.WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            return;
        }

        foreach (var done in underWay.Where(commit => commit.IsCompleted).ToList())
        {
            underWay.Remove(done);
            idle.Push(await done);
        }
    }

    /// <summary>One connection is kept for the next write; those that went past a stuck one are given back.</summary>
    private static async Task KeepAlive(Stack<BatchCommitter> idle)
    {
        while (idle.Count > 1) await idle.Pop().DisposeAsync();
        if (idle.TryPeek(out var kept)) await kept.KeepAlive();
    }

    /// <summary>While nothing can be stored, the queue must not grow old behind batches that fail one after the other.</summary>
    private void RefuseWaiting(DatabaseFailure kind, TimeSpan limit)
    {
        queue.Refuse(write => Stopwatch.GetElapsedTime(write.EnteredAt) >= limit, () =>
        {
            var refusal = JournalRefusals.Of(kind);
            metrics.Refused(refusal.Code);
            return refusal;
        });
    }

    private async Task<BatchCommitter> Commit(BatchCommitter committer, List<JournalWrite> batch)
    {
        try
        {
            await committer.Commit(batch);
        }
        catch (Exception bug)
        {
            // A mistake of ours must not end the lane, nor leave anybody waiting; what came of the writes is not known.
            LogBug(bug);
            foreach (var write in batch) write.Fail(JournalRefusals.OutcomeUnknown());
        }
        finally
        {
            queue.Release(batch);
        }

        return committer;
    }

    [LoggerMessage(LogLevel.Critical, "The journal's writer failed unexpectedly")]
    private partial void LogBug(Exception bug);

    [LoggerMessage(LogLevel.Error, "The journal's writer could not drain: {Bytes} bytes of writes are left without an answer")]
    private partial void LogDrainTimedOut(long bytes);
}
