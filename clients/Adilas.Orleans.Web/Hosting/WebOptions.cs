using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;

namespace Adilas.Hosting;

/// <summary>How a web host meets the world. Bound from <c>Web</c>.</summary>
public sealed class WebOptions : IValidatableObject
{
    public const string Section = "Web";

    /// <summary>After which a request is given up with 503. Default 30 s; 1 s to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a host that was told to stop goes on serving while it already says that it is not ready, so that balancers turn to others before
    /// it closes its connections. Longer than a balancer takes to notice. Default 3 s; 0 to 20 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:20")]
    public TimeSpan DrainFor { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Networks (CIDR) of balancers whose <c>X-Forwarded-For</c> and <c>-Proto</c> are believed, beside this machine.</summary>
    public IList<string> TrustedProxies { get; } = [];

    /// <summary>
    /// Networks (CIDR) that may read <c>/metrics</c> without an operator's key. Default: this machine and private networks.
    /// </summary>
    public IList<string> MetricsNetworks { get; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, networks) in ((string, IList<string>)[])[(nameof(TrustedProxies), TrustedProxies), (nameof(MetricsNetworks), MetricsNetworks)])
            for (var i = 0; i < networks.Count; i++)
                if (!IPNetwork.TryParse(networks[i], out _)) yield return new ValidationResult($"{Section}:{name}:{i} must be a network such as 10.0.0.0/8.");
    }
}

[OptionsValidator]
internal sealed partial class WebOptionsValidator : IValidateOptions<WebOptions>;
