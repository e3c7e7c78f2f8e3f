namespace Adilas.Components;

/// <summary>Does something again and again until it is disposed of: how an open page follows what others change.</summary>
internal sealed class Repeating : IDisposable
{
    private readonly CancellationTokenSource stop = new();

    /// <param name="again">Runs on the page's own turn; never twice at once.</param>
    public static Repeating Every(TimeSpan period, TimeProvider clock, Func<CancellationToken, Task> again)
    {
        var repeating = new Repeating();
        _ = repeating.Run(period, clock, again);
        return repeating;
    }

    public void Dispose()
    {
        stop.Cancel();
        stop.Dispose();
    }

    private async Task Run(TimeSpan period, TimeProvider clock, Func<CancellationToken, Task> again)
    {
        var token = stop.Token;
        using var timer = new PeriodicTimer(period, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(token)) await again(token);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // The page was left.
        }
    }
}
