using System.CommandLine;
using System.CommandLine.Completions;

namespace Adilas.Invocation;

/// <summary>Completes an argument where it stands: the parser asks the sources of all arguments, whichever is being typed.</summary>
internal static class Completions
{
    public static Argument<T> Completes<T>(this Argument<T> argument, Func<CompletionContext, IEnumerable<string>> words)
    {
        argument.CompletionSources.Add(context => IsTyped(context, argument) ? words(context).Select(word => new CompletionItem(word)) : []);
        return argument;
    }

    private static bool IsTyped(CompletionContext context, Argument argument)
    {
        var given = context.ParseResult.CommandResult.Command.Arguments.Where(it => context.ParseResult.GetResult(it) is { Tokens.Count: > 0 }).ToList();
        return context.WordToComplete.Length > 0
            ? given.LastOrDefault() == argument
            : !given.Contains(argument) ? context.ParseResult.CommandResult.Command.Arguments.Except(given).First() == argument
            : argument.Arity.MaximumNumberOfValues > 1 && given[^1] == argument;
    }
}
