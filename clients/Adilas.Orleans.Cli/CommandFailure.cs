using Adilas.Http;

namespace Adilas;

/// <summary>The command cannot be done: the one exception that commands throw on purpose.</summary>
internal class CommandFailure(int exitCode, Problem problem, Exception? cause = null) : Exception(problem.Detail, cause)
{
    public int ExitCode { get; } = exitCode;

    public Problem Problem { get; } = problem;

    /// <summary>The server answered, but not what its interface promises.</summary>
    public static CommandFailure Garbled(string detail) => new(Adilas.ExitCode.Fault, Problem.Local("answer-garbled", detail));

    public static CommandFailure Usage(string detail, string? field = null) =>
        new(Adilas.ExitCode.Usage, Problem.Local("usage", detail, field));
}
