namespace Adilas.Output;

/// <summary>Asks before something that is hard to undo, by having the person type its id.</summary>
internal static class Confirmation
{
    /// <param name="consequence">What will happen, in a sentence.</param>
    /// <exception cref="CommandFailure">Nobody can be asked, or the answer was another one.</exception>
    public static async Task Ask(Screen screen, bool isAgreed, string consequence, string id, CancellationToken cancellationToken)
    {
        if (isAgreed) return;
        if (!Screen.CanAsk) throw CommandFailure.Usage($"{consequence} Without a terminal to ask, this needs --yes.");

        screen.Say(consequence);
        Console.Error.Write($"Type {id} to go on: ");
        // The console cannot be read with a token, and Ctrl-C must not wait for the next Enter.
        var answer = await Task.Run(Console.In.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
        if (answer?.Trim() != id) throw CommandFailure.Usage($"That was not {id}; nothing was changed.");
    }
}
