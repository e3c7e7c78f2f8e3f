using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;

namespace Adilas.Clustering;

/// <summary>How this silo takes part in its cluster. Bound from <c>Cluster</c>.</summary>
public sealed class MemberOptions : IValidatableObject
{
    public const string Section = "Cluster";

    /// <summary>Which cluster in the platform database, 1 to 150 characters. Default <c>adilas</c>.</summary>
    [Required, StringLength(150, MinimumLength = 1)]
    public string ClusterId { get; set; } = "adilas";

    /// <summary>The name under which grains are stored, 1 to 64 characters. Never change it for a platform database. Default <c>adilas</c>.</summary>
    [Required, StringLength(64, MinimumLength = 1)]
    public string ServiceId { get; set; } = "adilas";

    /// <summary>Where other silos reach this one; the private network only. Default 11111.</summary>
    [Range(1, 65535)]
    public int SiloPort { get; set; } = 11111;

    /// <summary>Where clients reach this silo; the private network only. Default 30000.</summary>
    [Range(1, 65535)]
    public int GatewayPort { get; set; } = 30000;

    /// <summary>The address that others are told; <c>null</c> takes the machine's first.</summary>
    public string? AdvertisedAddress { get; set; }

    /// <summary>
    /// Whether a silo that does not answer two probes a second apart is declared dead on the word of one other: a fail-over takes about three seconds
    /// instead of twelve, but one starved observer can evict a healthy silo. Default <c>false</c>. The lease of seals may stay at
    /// 5 s only with it.
    /// </summary>
    public bool FastFailureDetection { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (AdvertisedAddress is not null && !IPAddress.TryParse(AdvertisedAddress, out _))
            yield return new ValidationResult("Cluster:AdvertisedAddress must be an IP address.", [nameof(AdvertisedAddress)]);
        if (SiloPort == GatewayPort)
            yield return new ValidationResult("Cluster:SiloPort and Cluster:GatewayPort must differ.", [nameof(GatewayPort)]);
    }
}

[OptionsValidator]
internal sealed partial class MemberOptionsValidator : IValidateOptions<MemberOptions>;
