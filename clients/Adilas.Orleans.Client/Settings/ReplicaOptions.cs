using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Adilas.Settings;

/// <summary>How profiles are held in a front end. Bound from <c>Settings</c>.</summary>
public sealed class ReplicaOptions
{
    public const string Section = "Settings";

    /// <summary>
    /// How long hard settings are served without contact to the cluster. Default 5 s; 3 s to 5 min. Without tuned cluster membership a lost
    /// silo costs up to 12 s: set it above 15 s there.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:03", "00:05:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>After which a profile that nobody reads is dropped. Default 10 min; 1 s to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// About how much memory profiles may use, in MiB; beyond it those read longest ago are dropped. Default 256; 1 to 65,536.
    /// </summary>
    [Range(1, 65_536)]
    public int BudgetMebibytes { get; set; } = 256;

    /// <summary>
    /// The folder in which the last copies are kept, so that a start without a cluster has something to serve. It is made if it is missing.
    /// Default none: nothing is kept.
    /// </summary>
    public string? CopiesPath { get; set; }

    /// <summary>How much room copies on disk may take, in MiB; beyond it those renewed longest ago go. Default 64; 1 to 65,536.</summary>
    [Range(1, 65_536)]
    public int CopiesMebibytes { get; set; } = 64;
}

[OptionsValidator]
internal sealed partial class ReplicaOptionsValidator : IValidateOptions<ReplicaOptions>;
