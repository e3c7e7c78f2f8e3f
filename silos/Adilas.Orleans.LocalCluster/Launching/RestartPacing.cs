namespace Adilas.LocalCluster;

/// <summary>When to start something again that died: soon the first time, then more and more slowly until it lives for a while.</summary>
internal sealed class RestartPacing
{
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(500);
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan Healthy = TimeSpan.FromMinutes(1);

    private TimeSpan pause = Shortest;
    private DateTimeOffset? runningSince;
    private DateTimeOffset? due;

    public void SawRunning(DateTimeOffset now)
    {
        runningSince ??= now;
        due = null;
        if (now - runningSince >= Healthy) pause = Shortest;
    }

    /// <returns>The pause before the next start, when the death is news; <c>null</c> when it is known.</returns>
    public TimeSpan? SawDead(DateTimeOffset now)
    {
        runningSince = null;
        if (due is not null) return null;

        var wait = pause;
        due = now + wait;
        pause = wait * 2 < Longest ? wait * 2 : Longest;
        return wait;
    }

    public bool IsDue(DateTimeOffset now) => now >= due;

    /// <summary>A start is being tried; if it fails, the next death is news again.</summary>
    public void Started() => due = null;
}
