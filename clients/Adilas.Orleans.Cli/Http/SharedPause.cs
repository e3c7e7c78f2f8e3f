namespace Adilas.Http;

/// <summary>When the server asks one request to wait, the requests beside it wait too instead of being refused one by one.</summary>
internal sealed class SharedPause(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _until = DateTimeOffset.MinValue;

    /// <returns>Whether this began a pause, that is, whether it is news.</returns>
    public bool Extend(TimeSpan wait)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            var begins = _until <= now;
            if (now + wait > _until) _until = now + wait;
            return begins;
        }
    }

    public async Task Wait(CancellationToken cancellationToken)
    {
        while (Left() is var left && left > TimeSpan.Zero) await Task.Delay(left, clock, cancellationToken);
    }

    private TimeSpan Left()
    {
        lock (_lock) return _until - clock.GetUtcNow();
    }
}
