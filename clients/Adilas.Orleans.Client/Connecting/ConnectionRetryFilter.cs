using Microsoft.Extensions.Logging;

namespace Adilas.Connecting;

/// <summary>Lets a host wait for its cluster as long as it takes: in a deployment either may start first.</summary>
internal sealed partial class ConnectionRetryFilter(TimeProvider clock, ILogger<ConnectionRetryFilter> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private int attempts;

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        // Every tenth attempt is reported: enough to see, too little to fill a disk.
        if (attempts++ % 10 == 0) LogNotYet(exception.GetType().Name, attempts);
        await Task.Delay(Pause, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellationToken.IsCancellationRequested;
    }

    [LoggerMessage(LogLevel.Warning, "The cluster cannot be reached yet ({Failure}), attempt {Attempt}; trying on")]
    private partial void LogNotYet(string failure, int attempt);
}
