namespace Adilas.CommandLine;

/// <summary>How one run ended.</summary>
internal sealed record CommandResult(int ExitCode, string Out, string Err)
{
    public string[] Lines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
