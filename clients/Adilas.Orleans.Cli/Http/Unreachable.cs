namespace Adilas.Http;

/// <summary>No answer came: nobody listens, the connection was cut, or the time was over. Whether a write was done is unknown.</summary>
internal sealed class Unreachable(string code, string detail, bool mayPass, Exception cause)
    : CommandFailure(Adilas.ExitCode.Unavailable, Problem.Local(code, detail), cause)
{
    /// <summary>Whether the next attempt may fare better: a server that restarts does, a wrong name does not.</summary>
    public bool MayPass { get; } = mayPass;
}
