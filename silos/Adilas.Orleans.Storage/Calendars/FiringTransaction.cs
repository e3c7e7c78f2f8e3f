using System.Data;
using System.Data.Common;
using Adilas.Access;
using Adilas.Platform;
using Adilas.Storage;
using Dapper;

namespace Adilas.Calendars;

/// <summary>One firing in one transaction: the schedule moves on from where it was expected, and what its times make is stored, or nothing is.</summary>
internal sealed class FiringTransaction
{
    public const int RunsKept = 200;

    // Older runs go now and then, so that a firing costs no look at them.
    private const int RunsBetweenPrunings = 50;

    private const string Move = """
        UPDATE schedule_due SET due_at = @next, wake_at = @next, hold = 0, held_stack = NULL, run_count = run_count + @runs, last_job = COALESCE(@job, last_job)
        WHERE grain_key = @key AND source_version = @version AND due_at = @due
        """;

    private const string Stay = """
        UPDATE schedule_due SET run_count = run_count + @runs, last_job = COALESCE(@job, last_job) WHERE grain_key = @key AND source_version = @version
        """;

    private const string Hold = """
        UPDATE schedule_due SET wake_at = @wake, hold = @hold, held_stack = @stack
        WHERE grain_key = @key AND source_version = @version AND due_at = @due
        """;

    private const string Facts = """
        SELECT f.mode AS Mode, f.stack AS Stack, m.until_at AS Until FROM corporation_fact f
        LEFT JOIN stack_maintenance m ON m.stack = f.stack AND m.from_at <= @now AND m.until_at > @now WHERE f.grain_key = @corporation
        """;

    // A whole stack's schedules must not come at once when its maintenance ends.
    private static readonly TimeSpan Spread = TimeSpan.FromSeconds(30);

    private const string IsUnfinished = "SELECT COUNT(*) FROM job WHERE corporation = @corporation AND job_id = @job";

    private const string InsertRun = """
        INSERT INTO schedule_run (corporation, name, due_at, kind, until_at, job_id, handled_at)
        VALUES (@corporation, @name, @due, @kind, @until, @job, @now)
        """;

    private const string Prune = """
        DELETE FROM schedule_run WHERE corporation = @corporation AND name = @name AND due_at <= (
          SELECT due_at FROM (SELECT due_at FROM schedule_run WHERE corporation = @corporation AND name = @name
            ORDER BY due_at DESC LIMIT 1 OFFSET @kept) AS oldest)
        """;

    private readonly DbConnection connection;
    private readonly DbTransaction transaction;
    private readonly ScheduleFiring firing;
    private readonly string corporation;
    private readonly CancellationToken cancellationToken;

    private FiringTransaction(DbConnection connection, DbTransaction transaction, ScheduleFiring firing, CancellationToken cancellationToken) =>
        (this.connection, this.transaction, this.firing, corporation, this.cancellationToken) =
            (connection, transaction, firing, firing.Corporation.Value, cancellationToken);

    public static async Task<FiringResult> Run(
        DbConnection connection, SqlDialect dialect, ScheduleFiring firing, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        try
        {
            var result = await new FiringTransaction(connection, transaction, firing, cancellationToken).Store(dialect);
            if (result is FiringResult.Stored or FiringResult.Held) await transaction.CommitAsync(CancellationToken.None);
            return result;
        }
        catch (DbException failure) when (DatabaseFailures.Classify(failure, connection) is DatabaseFailure.Duplicate)
        {
            return FiringResult.Repeated;
        }
    }

    private async Task<FiringResult> Store(SqlDialect dialect)
    {
        // Whoever changes the mode waits for this, or this for them: what a mode forbids never comes after it.
        var lockMode = dialect is SqlDialect.MySql ? " LOCK IN SHARE MODE" : "";
        var facts = await connection.QuerySingleOrDefaultAsync<FactsRow>(Command(Facts + lockMode, new { corporation, now = Stored(firing.Now) }))
            ?? new FactsRow { Mode = (int)Modes.Closed };
        var isAllowed = firing.Modes.HasFlag((Modes)facts.Mode);
        var maintainedUntil = isAllowed && firing is { Moves: true, Definition.IsLegalDuty: false, Expected.Hold: not ScheduleHold.Mode } ? facts.Until : null;
        var isHeld = !isAllowed || maintainedUntil is not null;
        var overlaps = !isHeld && await Overlaps();
        var place = new
        {
            key = CalendarGrainFactory.ScheduleKey(firing.Corporation, firing.Name),
            version = firing.Expected.Version,
            due = Stored(firing.Expected.DueAt),
            next = Stored(firing.NextAt),
            runs = firing.Runs.Length,
            job = overlaps ? null : firing.Jobs.LastOrDefault()?.Id.Value,
            hold = (int)(isAllowed ? ScheduleHold.Maintenance : ScheduleHold.Mode),
            wake = maintainedUntil + (long)(Random.Shared.NextDouble() * Spread.TotalMicroseconds),
            stack = maintainedUntil is null ? null : facts.Stack,
        };
        if (isHeld) return !firing.Moves || await Execute(Hold, place) == 1 ? FiringResult.Held : FiringResult.Stale;
        if (await Execute(firing.Moves ? Move : Stay, place) == 0) return FiringResult.Stale;
        foreach (var run in firing.Runs) await Execute(InsertRun, Values(overlaps ? Overlapped(run) : run));
        if (!overlaps) await new ScheduledJobs(connection, transaction, dialect, corporation).Add(firing.Jobs, cancellationToken);
        if (firing.Effect is { } effect) await Store(effect);
        var count = firing.Expected.RunCount;
        if ((count + firing.Runs.Length) / RunsBetweenPrunings > count / RunsBetweenPrunings)
            await Execute(Prune, new { corporation, name = firing.Name.Value, kept = RunsKept });
        return FiringResult.Stored;
    }

    /// <summary>Whether the job before has not ended, and so these are passed over.</summary>
    private async Task<bool> Overlaps() =>
        firing is { Moves: true, Definition.Overlap: Overlap.Skip, Jobs.IsEmpty: false, Expected.LastJob: { } last }
        && await connection.ExecuteScalarAsync<long>(Command(IsUnfinished, new { corporation, job = last.Value })) > 0;

    private static ScheduleRun Overlapped(ScheduleRun run) =>
        run.Kind is ScheduleRunKind.Started ? run with { Kind = ScheduleRunKind.Overlapped, Job = null } : run;

    private Task<int> Store(Effect effect)
    {
        var values = new DynamicParameters(effect.Values.ToDictionary(value => value.Key, value => value.Value));
        values.Add("created_at", Stored(firing.Now));
        var columns = effect.Values.Select(value => value.Key).Append("created_at").ToList();
        return Execute($"INSERT INTO {effect.Table} ({string.Join(", ", columns)}) VALUES (@{string.Join(", @", columns)})", values);
    }

    private object Values(ScheduleRun run) => new
    {
        corporation,
        name = firing.Name.Value,
        due = Stored(run.DueAt),
        kind = (int)run.Kind,
        until = Stored(run.Until),
        job = run.Job?.Value,
        now = Stored(run.HandledAt),
    };

    private Task<int> Execute(string text, object values) => connection.ExecuteAsync(Command(text, values));

    private CommandDefinition Command(string text, object values) => new(text, values, transaction, cancellationToken: cancellationToken);

    private static long? Stored(DateTimeOffset? time) => time is { } known ? StoredTime.ToMicroseconds(known) : null;

    private sealed class FactsRow
    {
        public int Mode { get; set; }

        public string Stack { get; set; } = "";

        /// <summary>When the maintenance that is under way ends.</summary>
        public long? Until { get; set; }
    }
}
