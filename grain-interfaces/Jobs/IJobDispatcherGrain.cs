using System.Collections.Immutable;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Refusals;
using Orleans.Concurrency;

namespace Adilas.Jobs;

/// <summary>
/// Shares the workers of one lane among the corporations that have jobs due in it, by weight. Key: <c>~jobs/</c> and the lane.
/// Reach it with <c>grains.JobDispatcher(lane)</c>.
/// </summary>
[GrainInterfaceType("adilas.IJobDispatcherGrain"), Alias("adilas.IJobDispatcherGrain"), Subject(Subject.Platform)]
public interface IJobDispatcherGrain : IGrainWithStringKey
{
    /// <summary>Waits until jobs are due, and says whose a worker may begin: it leases them of those corporations' queues.</summary>
    /// <param name="max">How many jobs the worker has room for, 1 to <see cref="JobLane.MaxLease"/>.</param>
    /// <param name="wait">How long to wait, at most <see cref="LongestWait"/>; longer is cut.</param>
    /// <returns>At most <paramref name="max"/> jobs in all; empty when nothing was due in time.</returns>
    /// <exception cref="RefusedException"><see cref="Refusal.TooMany"/>: too many workers wait. <see cref="Refusal.Invalid"/>: max out of bounds.</exception>
    [Alias("Take"), Allow(Caller.Operator, Permission.WorkersLease), AlwaysInterleave, ResponseTimeout("00:00:10")]
    Task<ImmutableArray<JobGrant>> Take(int max, TimeSpan wait, CancellationToken cancellationToken = default);

    /// <summary>Gives back what was granted and will not be leased, so that the next worker has it at once. May be lost: it is granted again after some seconds.</summary>
    [Alias("GiveBack"), Allow(Caller.Operator, Permission.WorkersLease), OneWay, AlwaysInterleave]
    Task GiveBack(ImmutableArray<JobGrant> grants, CancellationToken cancellationToken = default);

    /// <summary>Tells of a corporation's jobs in this lane. May be lost: the next reading of what is due repairs it.</summary>
    /// <param name="due">How many could be begun now, as far as known.</param>
    /// <param name="nextAt">When to ask again, if none: the next one is due, or may be begun; <c>null</c>: not known, or never.</param>
    [Alias("Tell"), Allow(Caller.System), OneWay, AlwaysInterleave]
    Task Tell(CorporationId corporation, int due, DateTimeOffset? nextAt, int weight, CancellationToken cancellationToken = default);

    /// <summary>Reads what is due now, and keeps reading from now on.</summary>
    [Alias("Wake"), Allow(Caller.System), Repeatable, OneWay]
    Task Wake(CancellationToken cancellationToken = default);

    /// <summary>Who waits, who runs: for operators.</summary>
    [Alias("Overview"), Allow(Caller.Operator, Permission.WorkRead), Repeatable, AlwaysInterleave]
    Task<DispatcherOverview> Overview(CancellationToken cancellationToken = default);

    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
}

/// <summary>What a dispatcher knows at this moment.</summary>
/// <param name="Silo">Where it lives.</param>
/// <param name="Corporations">Of how many corporations it knows jobs that are due, or will be soon.</param>
/// <param name="Ready">Of how many jobs that could begin.</param>
/// <param name="Due">Jobs that could begin, as far as known; each corporation's count stops at some hundred.</param>
/// <param name="Waiting">Workers that wait for jobs.</param>
/// <param name="GrantedLastMinute">Jobs given to workers in the last full minute.</param>
/// <param name="Busiest">Corporations that were given most in that minute, at most ten.</param>
[GenerateSerializer, Immutable, Alias("adilas.DispatcherOverview")]
public sealed record DispatcherOverview(
    string Lane,
    string Silo,
    int Corporations,
    int Ready,
    int Due,
    int Waiting,
    long GrantedLastMinute,
    ImmutableArray<JobGrant> Busiest);
