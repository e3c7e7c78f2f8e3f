namespace Adilas.Jobs;

public sealed class JobCountingTests
{
    private static readonly JobId Next = JobId.Parse("job-1");

    [Fact]
    public async Task A_filter_that_few_meet_is_counted_for_a_while_and_the_answer_says_so()
    {
        var pages = 0;
        var count = await new JobCounting(TimeProvider.System).Run(null, _ => Task.FromResult((pages++ % 2, (JobId?)Next)));

        Assert.Equal((new JobCount(10, IsAll: false), 20), (count, pages));
    }

    [Fact]
    public async Task A_count_ends_where_there_are_no_more_or_too_many()
    {
        Assert.Equal(new JobCount(7, IsAll: true), await new JobCounting(TimeProvider.System).Run(null, after => Task.FromResult((after is null ? 3 : 4, after is null ? Next : (JobId?)null))));
        Assert.Equal(new JobCount(JobQueue.MaxCount, IsAll: false), await new JobCounting(TimeProvider.System).Run(null, _ => Task.FromResult((1_000, (JobId?)Next))));
    }
}
