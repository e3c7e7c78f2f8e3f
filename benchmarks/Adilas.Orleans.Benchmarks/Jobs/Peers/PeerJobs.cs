using System.Collections.Concurrent;
using Quartz;

namespace Adilas.Benchmarks;

/// <summary>What the jobs of peers that run in this process do: note that they began.</summary>
public static class PeerJobs
{
    private static readonly ConcurrentQueue<double> Delays = new();
    private static int done;

    public static void Nothing() => Interlocked.Increment(ref done);

    /// <param name="since">Milliseconds since 1970.</param>
    public static void Timed(double since)
    {
        Delays.Enqueue(Now() - since);
        Interlocked.Increment(ref done);
    }

    internal static double Now() => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds;

    internal static void Forget()
    {
        Delays.Clear();
        Volatile.Write(ref done, 0);
    }

    internal static async Task WhenDone(int count, CancellationToken cancellationToken)
    {
        while (Volatile.Read(ref done) < count) await Task.Delay(1, cancellationToken);
    }

    internal static IReadOnlyList<double> Taken() => [.. Delays];
}

/// <summary>Does nothing, for Quartz.</summary>
internal sealed class NothingJob : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        PeerJobs.Nothing();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Notes how late it begins, for Quartz.</summary>
internal sealed class TimedJob : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        PeerJobs.Timed((context.Trigger.StartTimeUtc - DateTimeOffset.UnixEpoch).TotalMilliseconds);
        return ValueTask.CompletedTask;
    }
}
