using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Adilas.Calls;

/// <summary>How long grain calls may take and when they are sent again. Bound from <c>Client</c>.</summary>
public sealed class CallOptions
{
    public const string Section = "Client";

    /// <summary>
    /// After which a silo that does not answer is taken for dead: an external client notices it in no other way. Default 2 s;
    /// 100 ms to 5 min. Methods that take longer by nature say so in their contract.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a repeatable call is sent again and again before the caller is told. Default 15 s; 0 to 5 min; 0 never sends again.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan RepeatFor { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// After which a repeatable call without an answer is sent a second time beside the first. Default 300 ms; 1 ms to 5 min;
    /// at or above the response timeout it never is.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:05:00")]
    public TimeSpan HedgeAfter { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>How often the list of gateways is read again, and how long a dead one is avoided. Default 5 s; 100 ms to 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan GatewayRefresh { get; set; } = TimeSpan.FromSeconds(5);
}

[OptionsValidator]
internal sealed partial class CallOptionsValidator : IValidateOptions<CallOptions>;
