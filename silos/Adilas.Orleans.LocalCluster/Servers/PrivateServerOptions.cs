namespace Adilas.LocalCluster;

/// <summary>Where a private server keeps its data and where it listens.</summary>
public sealed record PrivateServerOptions
{
    /// <summary>Kept for the next start; by default a temporary folder that goes when the server is disposed of.</summary>
    public string? DataFolder { get; init; }

    /// <summary>A fixed port on 127.0.0.1; by default a free one. Restarts keep it.</summary>
    public int? Port { get; init; }

    /// <summary>The file for the server's own output; by default <c>server.log</c> in its folder.</summary>
    public string? LogFile { get; init; }

    /// <summary>Added to the server's command line, where the last of two equal options wins. No secrets.</summary>
    public IReadOnlyList<string> ExtraArguments { get; init; } = [];
}
