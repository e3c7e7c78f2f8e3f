using System.Collections.Immutable;
using Adilas.Access;
using Adilas.Jobs.Bulk;
using Adilas.Paging;
using Adilas.Refusals;
using Orleans.Concurrency;

namespace Adilas.Jobs;

/// <summary>The jobs of one corporation, in all its queues. Key: the corporation. Reach it with <c>grains.JobQueue(corporation)</c>.</summary>
[GrainInterfaceType("adilas.IJobQueueGrain"), Alias("adilas.IJobQueueGrain"), Subject(Subject.Corporation)]
public interface IJobQueueGrain : IGrainWithStringKey
{
    /// <summary>Orders jobs, all of them or none.</summary>
    /// <returns>What came of each, in the same order.</returns>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.Invalid"/>: see <see cref="JobOrder"/>; with several, the field says which. <see cref="Refusal.TooMany"/>: too many queues, or kinds.
    /// </exception>
    [Alias("Order"), Allow(Caller.Member, Permission.WorkWrite), AlwaysInterleave]
    Task<ImmutableArray<OrderedJob>> Order(ImmutableArray<JobOrder> orders, CancellationToken cancellationToken = default);

    /// <summary>The job with its attempts, or <c>null</c> when there is none.</summary>
    [Alias("Find"), Allow(Caller.Member, Permission.WorkRead, In = Modes.Any), Repeatable, AlwaysInterleave]
    Task<Job?> Find(JobId id, CancellationToken cancellationToken = default);

    /// <summary>Jobs, newest first. A page may hold fewer than asked for and have a next one all the same.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: a malformed cursor or limit.</exception>
    [Alias("List"), Allow(Caller.Member, Permission.WorkRead, In = Modes.Any), Repeatable, AlwaysInterleave]
    Task<Page<Job>> List(JobQuery query, CancellationToken cancellationToken = default);

    /// <summary>The queues that hold jobs or are set up, by name.</summary>
    [Alias("Queues"), Allow(Caller.Member, Permission.WorkRead, In = Modes.Any), Repeatable, AlwaysInterleave]
    Task<ImmutableArray<JobQueue>> Queues(CancellationToken cancellationToken = default);

    /// <summary>Pauses a queue, whose running jobs go on, or resumes it.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>: no such queue.</exception>
    [Alias("Pause"), Allow(Caller.Member, Permission.WorkWrite)]
    Task<JobQueue> Pause(string queue, bool isPaused, CancellationToken cancellationToken = default);

    /// <summary>Bounds how many jobs of a queue run at once: 1 to 10,000; <c>null</c>: as many as the corporation's.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>: no such queue. <see cref="Refusal.Invalid"/>: out of bounds.</exception>
    [Alias("Bound"), Allow(Caller.Member, Permission.WorkWrite)]
    Task<JobQueue> Bound(string queue, int? parallel, CancellationToken cancellationToken = default);

    /// <summary>Ends a job that has not ended. One that runs is told at its next sign of life, and its result is refused.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>; <see cref="Refusal.Conflict"/>: it has ended.</exception>
    [Alias("Cancel"), Allow(Caller.Member, Permission.WorkWrite), AlwaysInterleave]
    Task<Job> Cancel(JobId id, CancellationToken cancellationToken = default);

    /// <summary>Gives a job that waits another time.</summary>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.NotFound"/>; <see cref="Refusal.Conflict"/>: it runs or has ended. <see cref="Refusal.Invalid"/>: too far ahead.
    /// </exception>
    [Alias("Reschedule"), Allow(Caller.Member, Permission.WorkWrite), AlwaysInterleave]
    Task<Job> Reschedule(JobId id, DateTimeOffset dueAt, CancellationToken cancellationToken = default);

    /// <summary>Makes a job that waits due now.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>; <see cref="Refusal.Conflict"/>: it runs, awaits approval or has ended.</exception>
    [Alias("RunNow"), Allow(Caller.Member, Permission.WorkWrite), AlwaysInterleave]
    Task<Job> RunNow(JobId id, CancellationToken cancellationToken = default);

    /// <summary>Gives a dead or cancelled job as many attempts again as it was ordered with, from now on.</summary>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.NotFound"/>; <see cref="Refusal.Conflict"/>: it is not dead or cancelled, or another with its dedupe key waits.
    /// </exception>
    [Alias("Retry"), Allow(Caller.Member, Permission.WorkWrite), AlwaysInterleave]
    Task<Job> Retry(JobId id, CancellationToken cancellationToken = default);

    /// <summary>Lets a job run that awaits approval.</summary>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.NotFound"/>; <see cref="Refusal.Conflict"/>: it does not await approval. <see cref="Refusal.Forbidden"/>: by who ordered it.
    /// </exception>
    [Alias("Approve"), Allow(Caller.Member, Permission.WorkWrite), AlwaysInterleave]
    Task<Job> Approve(JobId id, CancellationToken cancellationToken = default);

    /// <summary>Cancels a job that awaits approval.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>; <see cref="Refusal.Conflict"/>: it does not await approval.</exception>
    [Alias("Reject"), Allow(Caller.Member, Permission.WorkWrite), AlwaysInterleave]
    Task<Job> Reject(JobId id, string? reason, CancellationToken cancellationToken = default);

    /// <summary>As <see cref="Measure"/>, without saying whether these are all.</summary>
    [Alias("Count"), Allow(Caller.Member, Permission.WorkRead, In = Modes.Any), Repeatable, AlwaysInterleave]
    Task<int> Count(JobQuery query, CancellationToken cancellationToken = default);

    /// <summary>How many jobs match, counted for a bounded time.</summary>
    [Alias("Measure"), Allow(Caller.Member, Permission.WorkRead, In = Modes.Any), Repeatable, AlwaysInterleave]
    Task<JobCount> Measure(JobQuery query, CancellationToken cancellationToken = default);

    /// <summary>Cancels the next jobs that match and have not ended: a part of them at a time, so that whoever asks sees how far it is.</summary>
    [Alias("CancelMany"), Allow(Caller.Member, Permission.WorkWrite), AlwaysInterleave]
    Task<JobBulk> CancelMany(JobQuery query, CancellationToken cancellationToken = default);

    /// <summary>Retries the next dead or cancelled jobs that match: a part of them at a time.</summary>
    [Alias("RetryMany"), Allow(Caller.Member, Permission.WorkWrite), AlwaysInterleave]
    Task<JobBulk> RetryMany(JobQuery query, CancellationToken cancellationToken = default);

    /// <summary>Changes the next jobs that match, for a bulk operation.</summary>
    /// <param name="by">Who ordered it.</param>
    [Alias("ChangePart"), Allow(Caller.System), AlwaysInterleave]
    Task<BulkPart> ChangePart(BulkVerb verb, JobQuery query, string by, CancellationToken cancellationToken = default);

    /// <summary>Gives jobs that are due to a worker, which the dispatcher sent. In a frozen corporation only those of <see cref="JobOrder.DutyQueue"/>.</summary>
    /// <param name="lane">See <see cref="JobLane"/>.</param>
    /// <param name="max">1 to <see cref="JobLane.MaxLease"/>.</param>
    [Alias("Lease"), Allow(Caller.Member, Permission.WorkersLease, In = Modes.Any), ResponseTimeout("00:00:10")]
    Task<ImmutableArray<LeasedJob>> Lease(string lane, string worker, int max, TimeSpan lease, CancellationToken cancellationToken = default);

    /// <summary>Lengthens leases, and takes in what workers say of their progress.</summary>
    /// <returns>Until when each is leased; <c>null</c>: it is no longer this worker's, which must stop.</returns>
    [Alias("Renew"), Allow(Caller.Member, Permission.WorkersLease, In = Modes.Any), AlwaysInterleave]
    Task<ImmutableArray<DateTimeOffset?>> Renew(ImmutableArray<JobLease> leases, TimeSpan lease, CancellationToken cancellationToken = default);

    /// <summary>Ends attempts.</summary>
    /// <returns>Whether each counted; <c>false</c>: it was no longer this worker's, and nothing was stored.</returns>
    [Alias("Finish"), Allow(Caller.Member, Permission.WorkersLease, In = Modes.Any), AlwaysInterleave]
    Task<ImmutableArray<bool>> Finish(ImmutableArray<JobEnd> ends, CancellationToken cancellationToken = default);

    /// <summary>Gives back what a worker that stops has not begun, or broke off: the attempt does not count.</summary>
    [Alias("Release"), Allow(Caller.System, In = Modes.Any), AlwaysInterleave]
    Task Release(ImmutableArray<JobLease> leases, CancellationToken cancellationToken = default);

    /// <summary>Looks after what is due: leases that have ended, approvals that expire, jobs that were stored by others. May be lost.</summary>
    [Alias("Wake"), Allow(Caller.System, In = Modes.Any), Repeatable, OneWay]
    Task Wake(CancellationToken cancellationToken = default);
}
