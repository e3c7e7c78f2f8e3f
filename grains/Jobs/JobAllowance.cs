namespace Adilas.Jobs;

/// <summary>How many jobs of a corporation may begin now, if only so many may in a second.</summary>
internal sealed class JobAllowance(TimeProvider clock)
{
    private double used;
    private DateTimeOffset at = clock.GetUtcNow();

    public int Available(int rate)
    {
        Drain(rate);
        return (int)Math.Max(0, rate - used);
    }

    public void Use(int jobs) => used += jobs;

    /// <summary>When the next may begin.</summary>
    public DateTimeOffset NextAt(int rate) => clock.GetUtcNow() + TimeSpan.FromSeconds(Math.Max(0, used - rate + 1) / rate);

    private void Drain(int rate)
    {
        var now = clock.GetUtcNow();
        used = Math.Max(0, used - ((now - at).TotalSeconds * rate));
        at = now;
    }
}
