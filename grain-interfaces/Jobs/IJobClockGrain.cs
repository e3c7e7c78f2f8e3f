using Adilas.Access;
using Orleans.Concurrency;

namespace Adilas.Jobs;

/// <summary>
/// Wakes queues at the end of a lease or an approval, and dispatchers in a cluster that nobody calls. One for the whole platform.
/// Reach it with <c>grains.JobClock()</c>.
/// </summary>
[GrainInterfaceType("adilas.IJobClockGrain"), Alias("adilas.IJobClockGrain"), Subject(Subject.Platform)]
public interface IJobClockGrain : IGrainWithStringKey
{
    /// <summary>Reads what is due now, and keeps reading from now on.</summary>
    [Alias("Wake"), Allow(Caller.System), Repeatable, OneWay]
    Task Wake(CancellationToken cancellationToken = default);
}
