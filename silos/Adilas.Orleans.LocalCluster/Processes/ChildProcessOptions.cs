namespace Adilas.LocalCluster;

/// <summary>What to start, and where its output goes.</summary>
/// <param name="Name">How errors and log files call it, for instance <c>silo-1</c>.</param>
/// <param name="Program">An absolute path, or a name to be looked up in the search path and the system folders.</param>
/// <param name="Arguments">Passed as they are; they are visible to everybody on the machine, so no secrets.</param>
public sealed record ChildProcessOptions(string Name, string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>Added to this process' environment; a <c>null</c> value removes the variable.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Where it runs; by default where this process runs.</summary>
    public string? WorkingFolder { get; init; }

    /// <summary>The file that gets its output; without one, only the last lines are kept, in memory.</summary>
    public string? LogFile { get; init; }

    /// <summary>The user to become, with that user's groups; only root may ask for it.</summary>
    public string? User { get; init; }
}
