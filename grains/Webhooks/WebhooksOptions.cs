using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Adilas.Webhooks;

/// <summary>When an endpoint is given up. Bound from the <c>Webhooks</c> section.</summary>
public sealed class WebhooksOptions
{
    public const string Section = "Webhooks";

    /// <summary>
    /// How many attempts in a row must fail, over <see cref="FailingFor"/> at least, until an endpoint is disabled. Default 20; 2 to 10,000.
    /// </summary>
    [Range(2, 10_000)]
    public int Failures { get; set; } = 20;

    /// <summary>For how long they must have failed. Default 1 h; 0 to 7 days.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan FailingFor { get; set; } = TimeSpan.FromHours(1);

    /// <summary>After how long of nothing but failures it is disabled, however few they were. Default 1 day; 1 min to 30 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan GivenUpAfter { get; set; } = TimeSpan.FromDays(1);

    /// <summary>For how long what happens is kept for a disabled endpoint. Default 7 days; 1 min to 30 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(7);
}

[OptionsValidator]
internal sealed partial class WebhooksOptionsValidator : IValidateOptions<WebhooksOptions>;
