using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Adilas.Http;
using Adilas.Output;

namespace Adilas.Invocation;

/// <summary>Parses what was typed and runs it.</summary>
internal static class CommandLine
{
    // A name that starts with @ is a name, not a file of arguments.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    // Signals and exceptions are handled where commands run, which know what to say.
    private static readonly InvocationConfiguration Invoking = new()
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
    };

    public static async Task<int> Run(RootCommand root, string[] arguments)
    {
        var parsed = root.Parse(arguments, Parsing);
        if (parsed.Action is not (ParseErrorAction or null)) return await parsed.InvokeAsync(Invoking);

        using var session = new Session(parsed);
        var command = parsed.CommandResult.Command;
        if (arguments.Length is 0) new HelpAction().Invoke(root.Parse(["--help"], Parsing));
        ProblemWriter.Write(session.Screen, Wrong(parsed, command), session.Secret);
        return ExitCode.Usage;
    }

    private static Problem Wrong(ParseResult parsed, Command command)
    {
        // A word that is no command also leaves the command missing; the word is the news. What follows it may be the
        // key after a misspelt --key, and is not repeated.
        var messages = parsed.UnmatchedTokens.Count > 0
            ? [$"'{parsed.UnmatchedTokens[0]}' is not known here."]
            : parsed.Errors.Select(error => string.Join(' ', error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).Distinct();
        return Problem.Local("usage", string.Join(" ", messages)) with { Hint = $"See {Path(command)} --help." };
    }

    private static string Path(Command command) =>
        command is RootCommand ? "adilas" : $"{command.Parents.OfType<Command>().Select(Path).FirstOrDefault("adilas")} {command.Name}";
}
