using System.Collections.Concurrent;
using Adilas.Corporations;
using Adilas.LocalCluster;
using Adilas.Settings;

namespace Adilas.Calling;

/// <summary>Repeatable calls through the client library, one after the other over all corporations. None may fail.</summary>
internal sealed class ReadLoad : IAsyncDisposable
{
    private readonly FrontEnd front;
    private readonly IReadOnlyList<string> corporations;
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentQueue<Exception> failures = new();
    private readonly Task reading;
    private int calls;

    private ReadLoad(FrontEnd front, IReadOnlyList<string> corporations, int readers)
    {
        this.front = front;
        this.corporations = corporations;
        reading = Task.WhenAll(Enumerable.Range(0, readers).Select(reader => Task.Run(() => Read(reader))));
    }

    public static ReadLoad Start(FrontEnd front, IReadOnlyList<string> corporations, int readers) => new(front, corporations, readers);

    public async Task HasNoFailure()
    {
        // Every corporation once more, so that none is left out however long the others took.
        var enough = Volatile.Read(ref calls) + (2 * corporations.Count);
        await Deadline.Until(
            "every corporation answered again", _ => Task.FromResult(!failures.IsEmpty || Volatile.Read(ref calls) >= enough), Scenario.Limit, stopping.Token);
        Assert.Empty(failures);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await reading;
        stopping.Dispose();
    }

    private async Task Read(int first)
    {
        using var caller = front.Callers.Use(FrontEnd.Caller);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        for (var next = first; !stopping.IsCancellationRequested; next++)
        {
            try
            {
                var id = corporations[next % corporations.Count];
                Assert.NotNull(await front.Grains.Corporation(CorporationId.Parse(id)).Find());
                Assert.True(ProfileScope.TryParse($"corporation:{id}", out var scope));
                Assert.NotNull(await front.Grains.SettingsProfile(scope).Find());
                Interlocked.Add(ref calls, 2);
            }
            catch (Exception failure)
            {
                failures.Enqueue(failure);
            }

            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
