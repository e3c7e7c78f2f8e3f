using System.Collections.Immutable;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Refusals;
using Adilas.Storage;

namespace Adilas.Jobs;

/// <summary>
/// Where jobs are kept: those that have not ended in one small table, those that have in another. All changes of a call are stored in one
/// transaction, together with those of others that were made at the same time.
/// </summary>
public interface IJobStore
{
    /// <summary>Stores new jobs, all or none.</summary>
    /// <param name="effects">Rows that are stored with them, for example the answer to an operation id.</param>
    /// <returns>The id of each: for one whose dedupe key is taken, of the job that has it.</returns>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.Mode"/>: the corporation's mode forbids it. <see cref="Refusal.Unavailable"/>, <see cref="Refusal.OutcomeUnknown"/>.
    /// </exception>
    Task<ImmutableArray<JobId>> Add(
        CorporationId corporation,
        ImmutableArray<JobRow> jobs,
        Modes modes,
        Func<ImmutableArray<JobId>, ImmutableArray<Effect>> effects,
        CancellationToken cancellationToken);

    /// <summary>Changes jobs, each one that is where its transition begins.</summary>
    /// <returns>Each job after its change; <c>null</c>: there is none, or the transition did not apply.</returns>
    /// <exception cref="RefusedException"><see cref="Refusal.Unavailable"/>, <see cref="Refusal.OutcomeUnknown"/>.</exception>
    Task<ImmutableArray<JobRow?>> Change(
        CorporationId corporation, ImmutableArray<JobChange> changes, CancellationToken cancellationToken) =>
        Change(corporation, changes, static _ => [], cancellationToken);

    /// <inheritdoc cref="Change(CorporationId, ImmutableArray{JobChange}, CancellationToken)"/>
    /// <param name="effects">Rows that are stored with what the changes came to. Runs outside the call that hands it over, and maybe again.</param>
    Task<ImmutableArray<JobRow?>> Change(
        CorporationId corporation,
        ImmutableArray<JobChange> changes,
        Func<ImmutableArray<JobRow?>, ImmutableArray<Effect>> effects,
        CancellationToken cancellationToken);

    /// <summary>The lines in which jobs of a corporation wait.</summary>
    Task<IReadOnlyList<JobLine>> Lines(CorporationId corporation, CancellationToken cancellationToken);

    /// <summary>The lanes in which jobs of any corporation wait.</summary>
    Task<IReadOnlyList<string>> Lanes(int limit, CancellationToken cancellationToken);

    /// <summary>Finds when the first job of each line is due, and drops the lines that hold none.</summary>
    /// <returns>Those that hold some.</returns>
    Task<ImmutableArray<JobLine>> Settle(CorporationId corporation, ImmutableArray<JobLine> lines, CancellationToken cancellationToken);

    /// <summary>The first jobs of a line that are due.</summary>
    /// <param name="busyKeys">Concurrency keys whose jobs are passed over.</param>
    Task<IReadOnlyList<WaitingJob>> Due(
        CorporationId corporation, JobLine line, DateTimeOffset now, IReadOnlyCollection<string> busyKeys, int limit, CancellationToken cancellationToken);

    /// <summary>The jobs of a corporation that workers have.</summary>
    Task<IReadOnlyList<JobRow>> Running(CorporationId corporation, CancellationToken cancellationToken);

    /// <summary>Jobs whose approval expires until then.</summary>
    Task<IReadOnlyList<JobId>> Expiring(CorporationId corporation, DateTimeOffset until, int limit, CancellationToken cancellationToken);

    /// <summary>A job, ended or not.</summary>
    Task<JobRow?> Find(CorporationId corporation, JobId id, CancellationToken cancellationToken);

    /// <summary>Jobs without payload, newest first.</summary>
    /// <returns>What was found while looking at a bounded number of jobs, and where to go on; <c>null</c>: there are no more.</returns>
    Task<(IReadOnlyList<JobRow> Jobs, JobId? Next)> List(
        CorporationId corporation, JobFilter filter, JobId? before, int limit, CancellationToken cancellationToken);

    /// <summary>Queues that were set up otherwise than by default, and as paused those of disabled endpoints for which something is kept.</summary>
    Task<IReadOnlyList<QueueRow>> Queues(CorporationId corporation, DateTimeOffset now, CancellationToken cancellationToken);

    /// <param name="effects">Rows that are stored with it.</param>
    Task Save(CorporationId corporation, QueueRow queue, ImmutableArray<Effect> effects, CancellationToken cancellationToken);

    /// <summary>How many jobs of some lines wait, and how many of them are due, each counted up to a limit, and since when the oldest is.</summary>
    Task<(int Waiting, int Due, DateTimeOffset? OldestDue)> CountLines(
        CorporationId corporation, IEnumerable<JobLine> lines, DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>Corporations with something to look after in a lane, by time.</summary>
    /// <param name="after">The last one of the part before; <c>null</c>: from the beginning.</param>
    Task<IReadOnlyList<DueCorporation>> DueCorporations(
        string lane, DateTimeOffset until, DueCorporation? after, int limit, CancellationToken cancellationToken);

    /// <summary>The lanes in which something is due, those first that wait for longest.</summary>
    /// <param name="maxLines">How many lines are looked at.</param>
    Task<IReadOnlyList<WorkLane>> DueLanes(DateTimeOffset now, int maxLines, int limit, CancellationToken cancellationToken);

    /// <summary>Jobs of all corporations whose last attempt failed, the newest first.</summary>
    Task<IReadOnlyList<DeadJob>> Dead(int limit, CancellationToken cancellationToken);

    /// <summary>Makes room for ended jobs of the next days, and drops those that ended before <paramref name="before"/>.</summary>
    Task Tidy(DateTimeOffset now, DateTimeOffset before, CancellationToken cancellationToken);
}

/// <param name="Apply">
/// The row after the change; <c>null</c>: it does not apply. Asked again with a newer row when the first try was lost. Runs outside the call
/// that hands it over: nothing of that call's scope is there.
/// </param>
/// <param name="MayHaveEnded">Whether it is looked for among the jobs that have ended, too.</param>
public sealed record JobChange(JobId Id, Func<JobRow, JobRow?> Apply, bool MayHaveEnded = false)
{
    /// <summary>How much it adds to the job, such as its result: what waits to be stored is bounded in bytes.</summary>
    public int Bytes { get; init; }
}

/// <summary>The jobs that wait for one another: of one lane and queue, with one priority.</summary>
/// <param name="DueAt">When the first of them is due, or earlier.</param>
public sealed record JobLine(string Lane, string Queue, int Priority, DateTimeOffset DueAt);

public sealed record WaitingJob(JobId Id, DateTimeOffset NextAt, string? ConcurrencyKey);

/// <param name="Parallel">How many of its jobs may run at once; <c>null</c>: as many as the corporation's.</param>
public sealed record QueueRow(string Name, bool IsPaused, int? Parallel);

public sealed record DueCorporation(CorporationId Corporation, DateTimeOffset DueAt);

/// <summary>Which jobs to list: a job matches when every condition that is given holds.</summary>
/// <param name="Now">The moment as of which a job is due.</param>
/// <param name="From">Ids from this on.</param>
/// <param name="To">Ids before this.</param>
/// <param name="IsOpen">Whether only those that have not ended are meant.</param>
public sealed record JobFilter(JobState? State, string? Kind, string? Queue, JobId? From, JobId? To, DateTimeOffset Now, bool IsOpen = false);
