using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Adilas.RateLimits;

/// <summary>How much one caller may ask of one web host. Bound from <c>RateLimits</c>.</summary>
public sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    /// <summary>Sustained requests a second of one API key. Default 200; 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerSecond { get; set; } = 200;

    /// <summary>Requests of one API key at once, after a pause. Default 400; 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int Burst { get; set; } = 400;

    /// <summary>Sustained requests a second of one address without a valid key. Default 20; 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int AnonymousPerSecond { get; set; } = 20;

    /// <summary>Requests of one address without a valid key at once. Default 40; 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int AnonymousBurst { get; set; } = 40;

    /// <summary>Wrong keys of one address in a minute before it must wait. Default 30; 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int WrongKeysPerMinute { get; set; } = 30;

    /// <summary>Requests that are served at once; as many again may wait. Default 500; 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int Concurrent { get; set; } = 500;
}

[OptionsValidator]
internal sealed partial class RateLimitOptionsValidator : IValidateOptions<RateLimitOptions>;
