using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Adilas.Jobs;

/// <summary>How a silo works on jobs. Bound from the <c>Jobs</c> section.</summary>
public sealed class JobsOptions
{
    public const string Section = "Jobs";

    /// <summary>
    /// How many jobs this silo runs at once. Default 64; 0 to 1,000. With 0 it runs none: so heavy work stays away from the silos that serve pages.
    /// </summary>
    [Range(0, 1_000)]
    public int Slots { get; set; } = 64;

    /// <summary>How long a job stays with a worker that gives no sign of life. Default 10 s; 2 s to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:10:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long ended jobs are kept. Default 30 days; 1 day to 10 years.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan KeepHistory { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// How many kinds of jobs may wait for workers outside, in all corporations together; each has a dispatcher of its own. Default 2,000; 1 to 100,000.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxKinds { get; set; } = 2_000;

    /// <summary>For how long what deals out a kind of jobs reads on although none is due and nobody asks. Default 2 min; 1 s to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan RestAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a silo that stops waits for its running jobs before it breaks them off and gives them back. Default 10 s; 0 to 25 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:25")]
    public TimeSpan StopWait { get; set; } = TimeSpan.FromSeconds(10);
}

[OptionsValidator]
internal sealed partial class JobsOptionsValidator : IValidateOptions<JobsOptions>;
