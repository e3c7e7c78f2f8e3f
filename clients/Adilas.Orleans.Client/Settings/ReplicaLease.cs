using Microsoft.Extensions.Options;

namespace Adilas.Settings;

/// <summary>Tells how old what is held may be. Asks the clock each time: a process that was stopped must not trust what it set before.</summary>
internal sealed class ReplicaLease(IOptions<ReplicaOptions> options, TimeProvider clock)
{
    public TimeSpan Length { get; } = options.Value.Lease;

    public TimeSpan AgeOf(HeldGrain[] sources)
    {
        var oldest = long.MaxValue;
        foreach (var source in sources) oldest = Math.Min(oldest, source.CurrentAsOf);
        return clock.GetElapsedTime(oldest);
    }
}
