namespace Adilas.Components;

/// <summary>
/// Does something again and again until its owner is disposed of: how an open page follows what others change. A page that is left while it loads
/// begins nothing any more.
/// </summary>
internal sealed class Repeating : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private bool hasBegun;

    /// <summary>Begins, unless it has.</summary>
    /// <param name="again">Runs on the page's own turn; never twice at once.</param>
    public void Every(TimeSpan period, TimeProvider clock, Func<CancellationToken, Task> again)
    {
        if (hasBegun || stop.IsCancellationRequested) return;
        hasBegun = true;
        _ = Run(period, clock, again, stop.Token);
    }

    public void Dispose()
    {
        stop.Cancel();
        stop.Dispose();
    }

    private static async Task Run(TimeSpan period, TimeProvider clock, Func<CancellationToken, Task> again, CancellationToken token)
    {
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
