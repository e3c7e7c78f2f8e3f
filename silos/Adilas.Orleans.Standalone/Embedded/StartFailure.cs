using Adilas.Refusals;
using Microsoft.Extensions.Options;

namespace Adilas.Embedded;

/// <summary>Tells in a line what a person can mend, where a stack would bury it. Whatever else goes wrong keeps its stack.</summary>
internal static class StartFailure
{
    private const int Failed = 1;

    /// <returns>The exit code.</returns>
    public static async Task<int> Tell(Func<Task> run)
    {
        try
        {
            await run();
            return 0;
        }
        catch (Exception failure) when (Reason(failure) is { } reason)
        {
            await Console.Error.WriteLineAsync($"run: it did not start. {reason}");
            return Failed;
        }
    }

    private static string? Reason(Exception failure) => failure switch
    {
        StartFailedException or OptionsValidationException or RefusedException or IOException or UnauthorizedAccessException => failure.Message,
        AggregateException { InnerExceptions: var all } => all.Select(Reason).FirstOrDefault(reason => reason is not null),
        { InnerException: { } inner } => Reason(inner),
        _ => null,
    };
}
