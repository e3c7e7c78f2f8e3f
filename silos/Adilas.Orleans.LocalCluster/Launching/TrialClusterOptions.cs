namespace Adilas.LocalCluster;

/// <summary>What a <see cref="TrialCluster"/> consists of.</summary>
public sealed record TrialClusterOptions
{
    public ClusterSize Size { get; init; } = ClusterSize.Default;

    /// <summary>Kept for the next start; by default a temporary folder that goes with the cluster.</summary>
    public string? DataFolder { get; init; }

    /// <summary>The balancer's port on localhost; by default a free one.</summary>
    public int? Port { get; init; }

    /// <summary>Whether what dies is started again.</summary>
    public bool Restart { get; init; } = true;

    /// <summary>By default <see cref="HostCommand.Silo"/>.</summary>
    public HostCommand? SiloCommand { get; init; }

    /// <summary>By default <see cref="HostCommand.Web"/>.</summary>
    public HostCommand? WebCommand { get; init; }

    /// <summary>Added to the environment of silos and web hosts, and stronger than what the cluster sets.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Gets a line for each step and each event; by default nobody does.</summary>
    public Action<string> Report { get; init; } = _ => { };
}
