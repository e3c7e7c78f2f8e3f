namespace Adilas.Jobs;

public sealed class WaitingLineTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly WaitingLine line = new(new JobLine("pack", "one", 5, Now));
    private readonly HashSet<string> busy = ["till"];

    [Fact]
    public void What_is_held_by_its_key_hides_neither_when_the_next_is_due_nor_that_it_is()
    {
        line.Fill([Job(1, 0, "till"), Job(2, 3), Job(3, 3)], Now, Now.AddMinutes(1), isAll: true);
        Assert.Null(line.Take(Now, busy));
        line.Block(Now);

        Assert.Equal((0, Now.AddSeconds(3)), (line.CountDue(Now), line.NextAfter(Now)));
        Assert.Equal((2, Now.AddMinutes(1)), (line.CountDue(Now.AddSeconds(3)), line.NextAfter(Now.AddSeconds(3))));
        Assert.Equal(Job(2, 3), line.Take(Now.AddSeconds(3), busy));
        Assert.Equal(1, line.CountDue(Now.AddSeconds(3)));
    }

    [Fact]
    public void Where_held_jobs_were_passed_over_it_is_read_again_when_that_reading_ends()
    {
        line.Fill([], Now, Now.AddMinutes(1), isAll: false);
        line.Block(Now);

        Assert.Equal((0, Now.AddMinutes(1)), (line.CountDue(Now), line.NextAfter(Now)));
        Assert.Equal(1, line.CountDue(Now.AddMinutes(1)));
        line.Unblock();
        Assert.Equal(1, line.CountDue(Now));
    }

    [Fact]
    public void Where_a_whole_page_is_held_it_is_not_read_again_until_a_job_ends()
    {
        line.Fill([.. Enumerable.Range(1, WaitingLine.MaxKept).Select(number => Job(number, -5, "till"))], Now, Now.AddMinutes(1), isAll: false);
        Assert.Null(line.Take(Now, busy));
        line.Block(Now);

        Assert.Equal(0, line.CountDue(Now.AddSeconds(1)));
        line.Unblock();
        Assert.Equal(WaitingLine.MaxKept + 1, line.CountDue(Now.AddSeconds(1)));
    }

    private static WaitingJob Job(int number, int seconds, string? key = null) => new(JobId.Parse($"job-{number}"), Now.AddSeconds(seconds), key);
}
