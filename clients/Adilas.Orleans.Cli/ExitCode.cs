namespace Adilas;

/// <summary>What the process answers to the shell. Scripts branch on these numbers, so that they never change.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Fault = 1;
    public const int Usage = 2;
    public const int NotFound = 3;
    public const int Conflict = 4;
    public const int Forbidden = 5;
    public const int Unavailable = 6;
    public const int PartlyFailed = 7;

    /// <summary>A shell's own numbers for a process that a signal ended: 128 and the signal.</summary>
    public const int Interrupted = 130;
    public const int BrokenPipe = 141;
    public const int Terminated = 143;

    /// <summary>502 and 504 come from a balancer whose hosts are away, which is the same news as 503.</summary>
    public static int FromStatus(int status) => status switch
    {
        400 or 413 or 415 or 428 => Usage,
        404 => NotFound,
        409 or 412 => Conflict,
        401 or 403 or 423 => Forbidden,
        429 or 502 or 503 or 504 => Unavailable,
        _ => Fault,
    };
}
