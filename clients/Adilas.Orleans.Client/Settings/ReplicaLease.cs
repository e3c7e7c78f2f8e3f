using Microsoft.Extensions.Options;

namespace Adilas.Settings;

/// <summary>Tells how old what is held may be. Asks the clock each time: a process that was stopped must not trust what it set before.</summary>
internal sealed class ReplicaLease(IOptions<ReplicaOptions> options, TimeProvider clock)
{
    public TimeSpan Length { get; } = options.Value.Lease;

    public TimeSpan Since(long moment) => clock.GetElapsedTime(moment);
}
