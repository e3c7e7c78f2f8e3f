using System.Diagnostics;
using Adilas.Journal;
using Adilas.Platform;
using Adilas.Refusals;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adilas.Jobs;

/// <summary>
/// The one writer of jobs of a process: whatever came in while the last transactions ran is stored by the next. Takes corporations in turn.
/// Stops after all services that may use it.
/// </summary>
internal sealed partial class JobWriter : IHostedLifecycleService, IAsyncDisposable
{
    /// <summary>Two: while the server flushes for one, the next is put together. A corporation is in one of them at most.</summary>
    private const int Lanes = 2;

    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(15);

    private readonly IPlatformDatabase database;
    private readonly JournalOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger<JobWriter> logger;
    private readonly WriteQueue<JobWrite> queue;
    private readonly CancellationTokenSource stopping = new();
    private readonly Lazy<Task> loops;

    public JobWriter(IPlatformDatabase database, IOptions<JournalOptions> options, TimeProvider clock, ILogger<JobWriter> logger)
    {
        (this.database, this.options, this.clock, this.logger) = (database, options.Value, clock, logger);
        queue = new WriteQueue<JobWrite>(options.Value);
        loops = new Lazy<Task>(Start);
    }

    /// <param name="cancellationToken">Heeded until the write joins a batch; from then on the outcome is waited for.</param>
    /// <exception cref="RefusedException">It was not stored, or for <see cref="Refusal.OutcomeUnknown"/> nobody knows.</exception>
    public async Task<JobWritten> Write(JobWrite write, CancellationToken cancellationToken)
    {
        if (stopping.IsCancellationRequested) throw JournalRefusals.Stopping();
        _ = loops.Value;
        write.EnteredAt = Stopwatch.GetTimestamp();
        await using var withdrawal = cancellationToken.CanBeCanceled
            ? cancellationToken.Register(() => write.Withdraw(cancellationToken))
            : default;
        await queue.Enter(write, cancellationToken);
        return await write.Outcome;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

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
            if (loops.IsValueCreated) await loops.Value.WaitAsync(DrainLimit);
        }
        catch (TimeoutException)
        {
            LogDrainTimedOut(queue.Bytes);
        }

        queue.Close();
    }

    private Task Start()
    {
        // They live as long as the process: nothing of the call that happened to be first may flow into them.
        using var _ = ExecutionContext.SuppressFlow();
        var count = database.Dialect is SqlDialect.Sqlite ? 1 : Lanes;
        return Task.WhenAll(Enumerable.Range(0, count).Select(_ => Task.Run(Run)));
    }

    private async Task Run()
    {
        await using var committer = new JobCommitter(database, options, clock, logger);
        while (true)
        {
            var isLast = stopping.IsCancellationRequested;
            var batch = await queue.Take(options.MaxBatchBytes, isLast ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, stopping.Token);
            if (batch.Count == 0 && isLast) return;
            if (batch.Count == 0) continue;
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
        }
    }

    [LoggerMessage(LogLevel.Critical, "The writer of jobs failed unexpectedly")]
    private partial void LogBug(Exception bug);

    [LoggerMessage(LogLevel.Error, "The writer of jobs could not drain: {Bytes} bytes of writes are left without an answer")]
    private partial void LogDrainTimedOut(long bytes);
}
