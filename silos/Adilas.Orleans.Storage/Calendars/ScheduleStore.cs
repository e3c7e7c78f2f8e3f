using System.Data.Common;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Jobs;
using Adilas.Journal;
using Adilas.Platform;
using Adilas.Storage;

namespace Adilas.Calendars;

/// <summary>The tables <c>schedule_due</c> and <c>schedule_run</c>.</summary>
internal sealed class ScheduleStore(IPlatformDatabase database, ISecretBox box, TimeProvider clock) : IScheduleStore
{
    private const string One = "SELECT source_version, due_at, hold, run_count, CAST(last_job AS CHAR) FROM schedule_due WHERE grain_key = @key";

    private const string Columns = """
        SELECT CAST(name AS CHAR), cron, zone, every_s, at_time, queue, kind, is_enabled, is_legal_duty, due_at, hold, note FROM schedule_due
        WHERE corporation = @corporation AND name > @after ORDER BY name LIMIT @limit
        """;

    // A job that has ended is found by its id in each day's part of the history: a page of runs is short.
    private const string RunColumns = """
        SELECT r.due_at, r.kind, r.until_at, CAST(r.job_id AS CHAR), r.handled_at, CAST(j.lane AS CHAR), j.next_at, j.failure_code,
          h.end_state, COALESCE(j.started_at, h.started_at), h.finished_at
        FROM schedule_run r
        LEFT JOIN job j ON j.corporation = r.corporation AND j.job_id = r.job_id
        LEFT JOIN job_history h ON h.corporation = r.corporation AND h.job_id = r.job_id
        WHERE r.corporation = @corporation AND r.name = @name AND r.due_at < @before ORDER BY r.due_at DESC LIMIT @limit
        """;

    private const string Due = """
        SELECT CAST(grain_key AS CHAR), wake_at FROM schedule_due
        WHERE wake_at <= @until AND (wake_at > @afterAt OR (wake_at = @afterAt AND grain_key > @afterKey)) ORDER BY wake_at, grain_key LIMIT @limit
        """;

    // Live, or frozen where the law demands that it runs: 1 and 4 are these modes, 1 is the hold by mode.
    private const string Released = """
        SELECT CAST(s.grain_key AS CHAR), NULL FROM corporation_fact f JOIN schedule_due s ON s.corporation = f.grain_key
        WHERE f.changed_at > @since AND s.hold = 1 AND (f.mode = 1 OR (f.mode = 4 AND s.is_legal_duty = 1)) LIMIT @limit
        """;

    // Those that a maintenance holds are looked through stack by stack, and only where it was ended before its time: 2 is that hold.
    private const string EndedEarly = """
        SELECT CAST(s.grain_key AS CHAR), NULL FROM stack_directory d JOIN schedule_due s ON s.held_stack = d.stack AND s.wake_at > @until
        WHERE s.hold = 2 AND NOT EXISTS (
          SELECT 1 FROM stack_maintenance m WHERE m.stack = d.stack AND m.from_at <= @now AND m.until_at > @now) LIMIT @limit
        """;

    private const string DueAndReleased = $"""
        SELECT * FROM ({Due}) AS due UNION ALL SELECT * FROM ({Released}) AS released UNION ALL SELECT * FROM ({EndedEarly}) AS ended
        """;

    public async Task<DueSchedule?> Find(CorporationId corporation, ScheduleName name, CancellationToken cancellationToken)
    {
        var found = await database.ReadRows(
            One,
            command => command.Add("@key", CalendarGrainFactory.ScheduleKey(corporation, name)),
            reader => new DueSchedule(reader.GetInt64(0), Time(reader, 1), (ScheduleHold)reader.GetInt32(2), reader.GetInt64(3), Job(reader, 4)),
            cancellationToken);
        return found.SingleOrDefault();
    }

    public Task<FiringResult> Fire(ScheduleFiring firing, CancellationToken cancellationToken)
    {
        var hidden = firing.Effect is { } effect ? firing with { Effect = StoredOperations.Hide(effect, box) } : firing;
        return database.Write((connection, token) => FiringTransaction.Run(connection, database.Dialect, hidden, token), cancellationToken);
    }

    public Task<IReadOnlyList<ScheduleSummary>> List(
        CorporationId corporation, ScheduleName? after, int limit, CancellationToken cancellationToken) => database.ReadRows(
        Columns,
        command => command.Add("@corporation", corporation.Value).Add("@after", after?.Value ?? "").Add("@limit", limit),
        Summary,
        cancellationToken);

    public async Task<int> Count(CorporationId corporation, CancellationToken cancellationToken)
    {
        var counted = await database.ReadRows(
            "SELECT COUNT(*) FROM schedule_due WHERE corporation = @corporation",
            command => command.Add("@corporation", corporation.Value),
            reader => reader.GetInt32(0),
            cancellationToken);
        return counted.Single();
    }

    public Task<IReadOnlyList<string>> Kinds(CorporationId corporation, CancellationToken cancellationToken) => database.ReadRows(
        "SELECT DISTINCT kind FROM schedule_due WHERE corporation = @corporation",
        command => command.Add("@corporation", corporation.Value),
        reader => reader.GetString(0),
        cancellationToken);

    public Task<IReadOnlyList<ScheduleRun>> Runs(
        CorporationId corporation, ScheduleName name, DateTimeOffset? before, int limit, CancellationToken cancellationToken) => database.ReadRows(
        RunColumns,
        command => command
            .Add("@corporation", corporation.Value)
            .Add("@name", name.Value)
            .Add("@before", before is { } time ? StoredTime.ToMicroseconds(time) : long.MaxValue)
            .Add("@limit", limit),
        Run,
        cancellationToken);

    public Task<IReadOnlyList<WakingSchedule>> Waking(
        DateTimeOffset now, DateTimeOffset until, WakingSchedule? after, DateTimeOffset changedSince, int limit, CancellationToken cancellationToken) =>
        database.ReadRows(
        after is null ? DueAndReleased : Due,
        command => command
            .Add("@now", StoredTime.ToMicroseconds(now))
            .Add("@until", StoredTime.ToMicroseconds(until))
            .Add("@afterAt", after?.At is { } at ? StoredTime.ToMicroseconds(at) : long.MinValue)
            .Add("@afterKey", after?.GrainKey ?? "")
            .Add("@since", StoredTime.ToMicroseconds(changedSince))
            .Add("@limit", limit),
        reader => new WakingSchedule(reader.GetString(0), Time(reader, 1)),
        cancellationToken);

    private ScheduleRun Run(DbDataReader reader) => new(
        StoredTime.FromMicroseconds(reader.GetInt64(0)),
        (ScheduleRunKind)reader.GetInt32(1),
        Time(reader, 2),
        Job(reader, 3),
        StoredTime.FromMicroseconds(reader.GetInt64(4)))
    {
        State = State(reader),
        StartedAt = Time(reader, 9),
        FinishedAt = Time(reader, 10),
    };

    private JobState? State(DbDataReader reader) => Text(reader, 5) switch
    {
        null => reader.IsDBNull(8) ? null : (JobState)reader.GetInt32(8),
        JobLane.Running => JobState.Running,
        JobLane.Approval => JobState.AwaitingApproval,
        _ when Time(reader, 6) <= clock.GetUtcNow() => JobState.Due,
        _ => reader.IsDBNull(7) ? JobState.Waiting : JobState.Failed,
    };

    private static ScheduleSummary Summary(DbDataReader reader) => new(
        ScheduleName.Parse(reader.GetString(0)),
        new ScheduleTiming(
            Text(reader, 1), Text(reader, 2), reader.IsDBNull(3) ? null : TimeSpan.FromSeconds(reader.GetInt64(3)), Time(reader, 4)),
        reader.GetString(5),
        reader.GetString(6),
        reader.GetInt32(7) != 0,
        reader.GetInt32(8) != 0,
        Time(reader, 9),
        (ScheduleHold)reader.GetInt32(10),
        Text(reader, 11));

    private static DateTimeOffset? Time(DbDataReader reader, int place) =>
        reader.IsDBNull(place) ? null : StoredTime.FromMicroseconds(reader.GetInt64(place));

    private static JobId? Job(DbDataReader reader, int place) => Text(reader, place) is { } id ? JobId.Parse(id) : null;

    private static string? Text(DbDataReader reader, int place) => reader.IsDBNull(place) ? null : reader.GetString(place);
}
