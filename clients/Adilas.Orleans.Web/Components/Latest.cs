namespace Adilas.Components;

/// <summary>Lets only the newest of several questions count: each ends the one before it, and so does leaving the page.</summary>
internal sealed class Latest : IDisposable
{
    private CancellationTokenSource current = new();
    private bool isOver;

    /// <summary>Begins a new one, after a pause in which a still newer one may come; <c>null</c> when one did.</summary>
    public async Task<CancellationToken?> Begin(TimeSpan pause)
    {
        var token = Begin();
        await Task.Delay(pause, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return token.IsCancellationRequested ? null : token;
    }

    public CancellationToken Begin()
    {
        current.Cancel();
        current.Dispose();
        current = new CancellationTokenSource();
        var token = current.Token;
        if (isOver) current.Cancel();
        return token;
    }

    public void Dispose()
    {
        isOver = true;
        current.Cancel();
        current.Dispose();
    }
}
