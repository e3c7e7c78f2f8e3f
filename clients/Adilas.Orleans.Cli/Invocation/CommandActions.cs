using System.CommandLine;
using Adilas.Http;
using Adilas.Output;

namespace Adilas.Invocation;

/// <summary>Gives a command its action, and every action the same ending: one place decides what an error looks like.</summary>
internal static class CommandActions
{
    public static Command Runs(this Command command, Func<Session, CancellationToken, Task<int>> act)
    {
        command.SetAction(async (parsed, _) =>
        {
            using var interrupt = new Interrupt();
            using var session = new Session(parsed);
            try
            {
                var exitCode = await act(session, interrupt.Token);
                session.Screen.Flush();
                return exitCode;
            }
            catch (OperationCanceledException) when (interrupt.Token.IsCancellationRequested)
            {
                return interrupt.ExitCode;
            }
            catch (Exception failure)
            {
                return End(session, failure);
            }
        });
        return command;
    }

    public static Command Runs(this Command command, Func<Session, CancellationToken, Task> act) =>
        command.Runs(async (session, cancellationToken) =>
        {
            await act(session, cancellationToken);
            return ExitCode.Done;
        });

    private static int End(Session session, Exception failure)
    {
        if (StandardOutput.IsBrokenPipe(failure)) return ExitCode.BrokenPipe;

        var (exitCode, problem) = failure is CommandFailure known
            ? (known.ExitCode, known.Problem)
            : (ExitCode.Fault, Problem.Local("unexpected", $"{failure.GetType().Name}: {failure.Message}"));
        ProblemWriter.Write(session.Screen, problem, session.Secret);
        return exitCode;
    }
}
