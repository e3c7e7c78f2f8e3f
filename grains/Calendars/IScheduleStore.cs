using System.Collections.Immutable;
using Adilas.Corporations;
using Adilas.Jobs;
using Adilas.Refusals;
using Adilas.Storage;

namespace Adilas.Calendars;

/// <summary>
/// When schedules are due and what became of their times. A schedule's row changes with its definition, in the journal's transaction; and here when a
/// time has come, together with the runs and jobs that it makes.
/// </summary>
public interface IScheduleStore
{
    /// <summary>Where a schedule stands; <c>null</c>: there is none.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Unavailable"/>.</exception>
    Task<DueSchedule?> Find(CorporationId corporation, ScheduleName name, CancellationToken cancellationToken);

    /// <summary>Moves a schedule on and stores what its times make, all of it or nothing.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Unavailable"/>; <see cref="Refusal.OutcomeUnknown"/>.</exception>
    Task<FiringResult> Fire(ScheduleFiring firing, CancellationToken cancellationToken);

    /// <summary>Schedules of a corporation by name.</summary>
    Task<IReadOnlyList<ScheduleSummary>> List(CorporationId corporation, ScheduleName? after, int limit, CancellationToken cancellationToken);

    Task<int> Count(CorporationId corporation, CancellationToken cancellationToken);

    /// <summary>The kinds of jobs that a corporation's schedules make.</summary>
    Task<IReadOnlyList<string>> Kinds(CorporationId corporation, CancellationToken cancellationToken);

    /// <summary>What became of a schedule's times, latest first.</summary>
    Task<IReadOnlyList<ScheduleRun>> Runs(
        CorporationId corporation, ScheduleName name, DateTimeOffset? before, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Schedules to be woken until a time, in its order; and those that may run again, which come with no time: their corporation's mode kept them
    /// from running and has changed since <paramref name="changedSince"/>, or a maintenance did that was ended early. One statement, however many
    /// schedules there are.
    /// </summary>
    /// <param name="after">The last with a time of the part before.</param>
    Task<IReadOnlyList<WakingSchedule>> Waking(
        DateTimeOffset now, DateTimeOffset until, WakingSchedule? after, DateTimeOffset changedSince, int limit, CancellationToken cancellationToken);
}

/// <summary>Where a schedule stands.</summary>
/// <param name="Version">Of the definition that it belongs to.</param>
/// <param name="DueAt">The first time that nobody has looked after; <c>null</c>: there is none.</param>
/// <param name="RunCount">How many runs were stored of it.</param>
/// <param name="LastJob">The last job that it made.</param>
public sealed record DueSchedule(long Version, DateTimeOffset? DueAt, ScheduleHold Hold, long RunCount, JobId? LastJob);

public sealed record WakingSchedule(string GrainKey, DateTimeOffset? At);

/// <param name="Expected">Where the schedule stood when this was decided.</param>
/// <param name="Moves">Whether its times have come; <c>false</c>: somebody asked for a run beside them, and it stays where it stands.</param>
/// <param name="NextAt">The first time that is yet to come.</param>
/// <param name="Jobs">What the runs make; none of it where the definition says so and the job before has not ended.</param>
/// <param name="Modes">In which modes of the corporation it may run.</param>
/// <param name="Effect">A row to be stored with it, such as the answer to an operation id.</param>
public sealed record ScheduleFiring(
    CorporationId Corporation,
    ScheduleName Name,
    DueSchedule Expected,
    bool Moves,
    DateTimeOffset? NextAt,
    ImmutableArray<ScheduleRun> Runs,
    ImmutableArray<JobRow> Jobs,
    ScheduleDefinition Definition,
    Access.Modes Modes,
    DateTimeOffset Now,
    Effect? Effect = null);

/// <summary>What came of a firing.</summary>
public enum FiringResult
{
    Stored,

    /// <summary>The schedule stood elsewhere. Nothing was stored.</summary>
    Stale,

    /// <summary>One of the times has a run already. Nothing was stored.</summary>
    Repeated,

    /// <summary>The corporation's mode forbids it, or its stack is maintained: the schedule waits until that changes.</summary>
    Held,
}
