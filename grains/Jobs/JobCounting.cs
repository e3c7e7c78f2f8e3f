namespace Adilas.Jobs;

/// <summary>Counts jobs page by page, for as long as that is cheap: a filter that few meet may look at a whole history.</summary>
internal sealed class JobCounting(TimeProvider clock)
{
    private const int MaxPages = 20;
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(2);

    /// <param name="page">How many of a page match, and where to go on.</param>
    public async Task<JobCount> Run(JobId? after, Func<JobId?, Task<(int Count, JobId? Next)>> page)
    {
        var began = clock.GetTimestamp();
        var count = 0;
        for (var pages = 0; pages < MaxPages && clock.GetElapsedTime(began) < MaxTime; pages++)
        {
            (var found, after) = await page(after);
            count += found;
            if (count > JobQueue.MaxCount) return new JobCount(JobQueue.MaxCount, IsAll: false);
            if (after is null) return new JobCount(count, IsAll: true);
        }

        return new JobCount(count, IsAll: false);
    }
}
