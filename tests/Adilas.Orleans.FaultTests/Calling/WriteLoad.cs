using System.Collections.Concurrent;
using Adilas.LocalCluster;

namespace Adilas.Calling;

/// <summary>Many small writes, each known by a number, and the proof that none that was acknowledged is lost.</summary>
internal sealed class WriteLoad(IReadOnlyList<string> corporations)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentQueue<(string Corporation, string Name)> acknowledged = new();
    private readonly ConcurrentDictionary<string, int> failures = new();
    private int last;

    public int Acknowledged => acknowledged.Count;

    /// <summary>Answers other than an acknowledgement, by way and reason.</summary>
    public IReadOnlyDictionary<string, int> Failures => failures;

    public Running Start(IWriter way, int writers) => new(this, way, writers);

    public Task WaitForMore(int writes, CancellationToken cancellationToken)
    {
        var enough = Acknowledged + writes;
        return Deadline.Until($"{writes} more writes are acknowledged", _ => Task.FromResult(Acknowledged >= enough), Scenario.Limit, cancellationToken);
    }

    /// <summary>Every acknowledged write is there.</summary>
    public async Task Verify(Api api)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(ToString());
        foreach (var written in acknowledged.GroupBy(write => write.Corporation, write => write.Name))
        {
            var stored = (await api.Settings(written.Key)).GetProperty("custom").GetProperty("load");
            var lost = written.Where(name => !stored.TryGetProperty(name, out _)).ToList();
            Assert.True(lost.Count is 0, $"'{written.Key}' lost {lost.Count} of {written.Count()} acknowledged writes: {string.Join(", ", lost.Take(10))}");
        }
    }

    public override string ToString() =>
        $"{Acknowledged} writes acknowledged; sent again: {(failures.IsEmpty ? "none" : string.Join(", ", failures.OrderBy(failure => failure.Key).Select(failure => $"{failure.Value} × {failure.Key}")))}";

    private async Task Write(IWriter way, CancellationToken stopping, CancellationToken givingUp)
    {
        using var pace = new PeriodicTimer(Pace);
        while (!stopping.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref last);
            await UntilAcknowledged(way, corporations[number % corporations.Count], $"{way.Prefix}{number}", givingUp);
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private async Task UntilAcknowledged(IWriter way, string corporation, string name, CancellationToken givingUp)
    {
        var patch = $$"""{"custom": {"load": {"{{name}}": 1} } }""";
        using var limit = new CancellationTokenSource(Scenario.Limit);
        while (await way.Write(corporation, patch, $"load-{name}", limit.Token) is { } reason)
        {
            if (givingUp.IsCancellationRequested) return;
            failures.AddOrUpdate($"{way.Prefix}:{reason}", 1, (_, count) => count + 1);
            await Task.Delay(Pause, limit.Token);
        }

        acknowledged.Enqueue((corporation, name));
    }

    /// <summary>Writers at work.</summary>
    internal sealed class Running : IAsyncDisposable
    {
        private readonly CancellationTokenSource stopping = new();
        private readonly CancellationTokenSource givingUp = new();
        private readonly Task writing;

        public Running(WriteLoad load, IWriter way, int writers) =>
            writing = Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(() => load.Write(way, stopping.Token, givingUp.Token))));

        /// <summary>Ends when the write of each writer is acknowledged.</summary>
        public async Task Stop()
        {
            await stopping.CancelAsync();
            await writing;
        }

        /// <summary>Ends without insisting: nobody is there any more who could acknowledge.</summary>
        public async Task GiveUp()
        {
            await givingUp.CancelAsync();
            await Stop();
        }

        public async ValueTask DisposeAsync()
        {
            await givingUp.CancelAsync();
            await stopping.CancelAsync();
            await writing.ContinueWith(_ => { }, TaskScheduler.Default);
            stopping.Dispose();
            givingUp.Dispose();
        }
    }
}
