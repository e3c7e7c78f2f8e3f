using Adilas.Feeds;

namespace Adilas.Calling;

/// <summary>A network that is bad at the wrong moment: what a feed tells a front end comes late, and at times not at all.</summary>
/// <param name="seed">By its own each, so that a failure can be had again.</param>
internal sealed class LossyFeeds(int seed) : IOutgoingGrainCallFilter
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly Random random = new(seed);
    private int delayed;
    private int lost;

    public int Delayed => delayed;

    public int Lost => lost;

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        await context.Invoke();
        if (context.InterfaceMethod.DeclaringType != typeof(IFeedGrain) || context.MethodName != nameof(IFeedGrain.Follow)) return;

        var (chance, wait) = Next();
        if (chance < 0.4) return;

        Interlocked.Increment(ref delayed);
        await Task.Delay(wait);
        if (chance < 0.8) return;

        // The feed has answered and will not say it again; the follower does not know what it was.
        Interlocked.Increment(ref lost);
        throw new TimeoutException("The answer was lost.");
    }

    private (double Chance, TimeSpan Wait) Next()
    {
        lock (random) return (random.NextDouble(), Longest * random.NextDouble());
    }
}
