using System.CommandLine.Completions;
using Adilas.Http;
using Adilas.Invocation;

namespace Adilas.Settings;

/// <summary>Completes the name of a layer: its kind here, and after the colon the layers that the server has.</summary>
internal static class ScopeCompletion
{
    private const int MaxWords = 50;

    /// <summary>Whoever pressed a key waits for no server that is slow or away.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <param name="kinds">Those that there are.</param>
    public static IEnumerable<string> Words(CompletionContext context, IEnumerable<string> kinds)
    {
        var word = context.WordToComplete;
        var end = word.IndexOf(':', StringComparison.Ordinal);
        return end < 0 ? kinds.Where(kind => kind.StartsWith(word, StringComparison.Ordinal)) : Stored(context, word[..end], word[(end + 1)..]);
    }

    private static IEnumerable<string> Stored(CompletionContext context, string kind, string beginning)
    {
        try
        {
            using var session = new Session(context.ParseResult);
            using var late = new CancellationTokenSource(Patience);
            var (api, http) = session.Connect(RetryBudget.Of(0));
            using var closing = http;
            var request = ApiRequest.Get("settings" + Query.Of(("kind", kind), ("query", beginning), ("limit", $"{MaxWords}")));
            var answer = api.Send(request, late.Token).GetAwaiter().GetResult();
            return [.. (answer.Json?.Items("items") ?? []).Select(item => item.String("scope")).OfType<string>()];
        }
        catch (Exception failure) when (failure is CommandFailure or OperationCanceledException or HttpRequestException)
        {
            // There is nothing to say in the middle of a line that somebody types.
            return [];
        }
    }
}
