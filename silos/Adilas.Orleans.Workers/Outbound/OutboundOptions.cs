namespace Adilas.Jobs.Outbound;

/// <summary>Where jobs may send requests. Bound from <c>Jobs</c>.</summary>
public sealed class OutboundOptions
{
    public const string Section = "Jobs";
    public const int MaxNetworks = 100;

    /// <summary>
    /// Networks, such as <c>10.1.0.0/16</c> or <c>fd00:1::/32</c>, that jobs of every corporation may call although they are not public.
    /// Default: none. At most 100. Whoever may make jobs can reach everything in them.
    /// </summary>
    public IList<string> AllowPrivateAddresses { get; } = [];
}
