namespace Adilas.LocalCluster;

public sealed class RestartPacingTests
{
    private readonly RestartPacing pacing = new();
    private DateTimeOffset now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void A_death_is_news_once_and_the_start_is_due_after_the_pause()
    {
        Assert.Equal(RestartPacing.Shortest, pacing.SawDead(now));
        Assert.Null(pacing.SawDead(now));
        Assert.False(pacing.IsDue(now));
        Assert.True(pacing.IsDue(now + RestartPacing.Shortest));
    }

    [Fact]
    public void Pauses_double_up_to_the_longest()
    {
        var pauses = Enumerable.Range(0, 10).Select(_ => DieAndTry()).ToList();

        Assert.Equal([0.5, 1, 2, 4, 8, 16, 30, 30, 30, 30], pauses.Select(pause => pause.TotalSeconds));
    }

    [Fact]
    public void A_short_life_keeps_the_pause_growing_and_a_long_one_resets_it()
    {
        DieAndTry();
        pacing.SawRunning(now);
        now += TimeSpan.FromSeconds(5);
        pacing.SawRunning(now);
        Assert.Equal(RestartPacing.Shortest * 2, DieAndTry());

        pacing.SawRunning(now);
        now += RestartPacing.Healthy;
        pacing.SawRunning(now);
        Assert.Equal(RestartPacing.Shortest, DieAndTry());
    }

    private TimeSpan DieAndTry()
    {
        var pause = pacing.SawDead(now) ?? TimeSpan.Zero;
        pacing.Started();
        return pause;
    }
}
