namespace Adilas.LocalCluster;

/// <summary>Waits for conditions instead of for time.</summary>
public static class Deadline
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Returns as soon as <paramref name="condition"/> holds; an exception from it counts as "not yet".
    /// Errors name it by <paramref name="what"/>.
    /// </summary>
    /// <exception cref="TimeoutException">It does not hold after <paramref name="limit"/>.</exception>
    public static async Task Until(
        string what, Func<CancellationToken, Task<bool>> condition, TimeSpan limit, CancellationToken cancellationToken = default)
    {
        var met = await Poll(condition, limit, cancellationToken);
        if (!met.Holds) throw new TimeoutException($"Not within {limit.TotalSeconds:0.#} s: {what}.", met.LastError);
    }

    internal static async Task<(bool Holds, Exception? LastError)> Poll(
        Func<CancellationToken, Task<bool>> condition, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(limit);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        Exception? lastError = null;
        for (var pause = FirstPause; ; pause = pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause)
        {
            try
            {
                if (await condition(ending.Token)) return (true, null);
                lastError = null;
                await Task.Delay(pause, ending.Token);
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
            catch (Exception) when (timer.IsCancellationRequested)
            {
                return (false, lastError);
            }
            catch (Exception notYet)
            {
                lastError = notYet;
                await Task.Delay(pause, CancellationToken.None);
            }
        }
    }
}
