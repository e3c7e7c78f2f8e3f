namespace Adilas.Http;

/// <summary>Counts the attempts of one request and says how long to wait before the next, until the budget is spent.</summary>
internal sealed class Attempts(RetryBudget budget, TimeProvider clock)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);

    private readonly long _started = clock.GetTimestamp();
    private TimeSpan _delay = FirstDelay;
    private TimeSpan _spentBusy;

    /// <returns><c>null</c> when waiting as long as the server asks would exceed the budget.</returns>
    public TimeSpan? AfterBusy(TimeSpan asked)
    {
        // A server that asks for no wait at all must not be asked again in a tight loop.
        var wait = asked < FirstDelay ? FirstDelay : asked;
        if (_spentBusy + wait > budget.Busy) return null;

        _spentBusy += wait;
        return wait;
    }

    public TimeSpan? AfterAbsence()
    {
        if (clock.GetElapsedTime(_started) - _spentBusy + _delay > budget.Away) return null;

        var wait = _delay;
        _delay = _delay * 2 > LongestDelay ? LongestDelay : _delay * 2;
        return wait;
    }
}
