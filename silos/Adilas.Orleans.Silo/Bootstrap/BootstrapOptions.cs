namespace Adilas.Bootstrap;

/// <summary>What a platform starts with when it is empty. Read from the environment and from <c>Data</c>.</summary>
public sealed class BootstrapOptions
{
    public const string OperatorKeyVariable = "ADILAS_OPERATOR_KEY";
    public const int MinKeyLength = 16;

    /// <summary>The first operator key, at least 16 characters; <c>null</c> lets the host make one.</summary>
    public string? OperatorKey { get; set; }

    /// <summary>Where a key that the host made is written, owner-only.</summary>
    public string? KeyFile { get; set; }
}
