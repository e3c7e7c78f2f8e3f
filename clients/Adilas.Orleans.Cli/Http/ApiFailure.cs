namespace Adilas.Http;

/// <summary>The server declined.</summary>
internal sealed class ApiFailure(Problem problem) : CommandFailure(Adilas.ExitCode.FromStatus(problem.Status), problem)
{
    public int Status => Problem.Status;
}
