using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Journal;
using Adilas.Platform;
using Adilas.Storage;

namespace Adilas.Jobs;

/// <summary>Reads jobs with statements that an index answers, and changes them through the <see cref="JobWriter"/>.</summary>
internal sealed class JobStore(
    IPlatformDatabase database, JobWriter writer, JobHistoryParts parts, ISecretBox box, TimeProvider clock) : IJobStore
{
    /// <summary>How many jobs one page looks at when an index does not answer its conditions.</summary>
    private const int MaxLook = 20_000;

    public async Task<ImmutableArray<JobId>> Add(
        CorporationId corporation,
        ImmutableArray<JobRow> jobs,
        Modes modes,
        Func<ImmutableArray<JobId>, ImmutableArray<Effect>> effects,
        CancellationToken cancellationToken)
    {
        var write = new JobWrite(corporation)
        {
            Added = jobs,
            Modes = modes,
            Effects = written => Hidden(effects(written.Added)),
        };
        return (await writer.Write(write, cancellationToken)).Added;
    }

    public async Task<ImmutableArray<JobRow?>> Change(
        CorporationId corporation,
        ImmutableArray<JobChange> changes,
        Func<ImmutableArray<JobRow?>, ImmutableArray<Effect>> effects,
        CancellationToken cancellationToken)
    {
        var write = new JobWrite(corporation) { Changes = changes, Effects = written => Hidden(effects(written.Changed)) };
        return (await writer.Write(write, cancellationToken)).Changed;
    }

    public async Task<ImmutableArray<JobLine>> Settle(
        CorporationId corporation, ImmutableArray<JobLine> lines, CancellationToken cancellationToken) =>
        (await writer.Write(new JobWrite(corporation) { Settled = lines }, cancellationToken)).Settled;

    public Task<IReadOnlyList<JobLine>> Lines(CorporationId corporation, CancellationToken cancellationToken) => database.ReadRows(
        "SELECT CAST(lane AS CHAR), CAST(queue AS CHAR), priority, due_at FROM job_line WHERE corporation = @corporation",
        command => command.Add("@corporation", corporation.Value),
        reader => new JobLine(reader.GetString(0), reader.GetString(1), reader.GetInt32(2), StoredTime.FromMicroseconds(reader.GetInt64(3))),
        cancellationToken);

    public Task<IReadOnlyList<string>> Lanes(int limit, CancellationToken cancellationToken) => database.ReadRows(
        "SELECT CAST(lane AS CHAR) FROM (SELECT DISTINCT lane FROM job_line LIMIT @limit) AS lanes",
        command => command.Add("@limit", limit),
        reader => reader.GetString(0),
        cancellationToken);

    public Task<IReadOnlyList<WaitingJob>> Due(
        CorporationId corporation, JobLine line, DateTimeOffset now, IReadOnlyCollection<string> busyKeys, int limit, CancellationToken cancellationToken)
    {
        var notBusy = busyKeys.Count == 0
            ? ""
            : $" AND (concurrency_key IS NULL OR concurrency_key NOT IN ({string.Join(',', Enumerable.Range(0, busyKeys.Count).Select(Name))}))";
        return database.ReadRows(
            $"""
            SELECT CAST(job_id AS CHAR), next_at, CAST(concurrency_key AS CHAR) FROM job
            WHERE corporation = @corporation AND lane = @lane AND queue = @queue AND priority = @priority AND next_at <= @now{notBusy}
            ORDER BY next_at LIMIT @limit
            """,
            command =>
            {
                command.Add("@corporation", corporation.Value).Add("@lane", line.Lane).Add("@queue", line.Queue).Add("@priority", line.Priority)
                    .Add("@now", StoredTime.ToMicroseconds(now)).Add("@limit", limit);
                foreach (var (index, key) in busyKeys.Index()) command.Add(Name(index), key);
            },
            reader => new WaitingJob(
                JobId.Parse(reader.GetString(0)), StoredTime.FromMicroseconds(reader.GetInt64(1)), reader.IsDBNull(2) ? null : reader.GetString(2)),
            cancellationToken);
    }

    public Task<IReadOnlyList<JobRow>> Running(CorporationId corporation, CancellationToken cancellationToken) => database.ReadRows(
        $"SELECT {JobColumns.ReadWaitingShort} FROM job WHERE corporation = @corporation AND lane = @lane",
        command => command.Add("@corporation", corporation.Value).Add("@lane", JobLane.Running),
        reader => JobColumns.Read(reader, isEnded: false).Row,
        cancellationToken);

    public Task<IReadOnlyList<JobId>> Expiring(CorporationId corporation, DateTimeOffset until, int limit, CancellationToken cancellationToken) =>
        database.ReadRows(
            "SELECT CAST(job_id AS CHAR) FROM job WHERE corporation = @corporation AND lane = @lane AND next_at <= @until LIMIT @limit",
            command => command.Add("@corporation", corporation.Value).Add("@lane", JobLane.Approval)
                .Add("@until", StoredTime.ToMicroseconds(until)).Add("@limit", limit),
            reader => JobId.Parse(reader.GetString(0)),
            cancellationToken);

    public async Task<JobRow?> Find(CorporationId corporation, JobId id, CancellationToken cancellationToken)
    {
        // The one that has not ended first: a job moves the other way only when it is retried, and then is looked for once more.
        return await Find("job", JobColumns.ReadWaiting, isEnded: false)
            ?? await Find("job_history", JobColumns.ReadEnded, isEnded: true)
            ?? await Find("job", JobColumns.ReadWaiting, isEnded: false);

        async Task<JobRow?> Find(string table, string columns, bool isEnded) => await database.ReadRows(
            $"SELECT {columns} FROM {table} WHERE corporation = @corporation AND job_id = @id LIMIT 1",
            command => command.Add("@corporation", corporation.Value).Add("@id", id.Value),
            reader => JobColumns.Read(reader, isEnded).Row,
            cancellationToken) is [var found, ..] ? found : null;
    }

    public async Task<(IReadOnlyList<JobRow> Jobs, JobId? Next)> List(
        CorporationId corporation, JobFilter filter, JobId? before, int limit, CancellationToken cancellationToken)
    {
        var query = new JobListing(corporation, filter, before, limit, MaxLook);
        var waiting = filter.State is JobState.Succeeded or JobState.Dead or JobState.Cancelled
            ? JobListing.Part.Nothing
            : await query.Read(database, isEnded: false, cancellationToken);
        var ended = !filter.IsOpen && (filter.State is null or JobState.Succeeded or JobState.Dead or JobState.Cancelled)
            ? await query.Read(database, isEnded: true, cancellationToken)
            : JobListing.Part.Nothing;
        return JobListing.Merge(waiting, ended, limit);
    }

    public Task<IReadOnlyList<QueueRow>> Queues(CorporationId corporation, DateTimeOffset now, CancellationToken cancellationToken) => database.ReadRows(
        """
        SELECT CAST(queue AS CHAR), is_paused, parallel FROM job_queue WHERE corporation = @corporation
        UNION ALL SELECT CAST(queue AS CHAR), 1, NULL FROM webhook WHERE corporation = @corporation AND kept_until > @now
        """,
        command => command.Add("@corporation", corporation.Value).Add("@now", StoredTime.ToMicroseconds(now)),
        reader => new QueueRow(reader.GetString(0), reader.GetInt32(1) != 0, reader.IsDBNull(2) ? null : reader.GetInt32(2)),
        cancellationToken);

    public Task Save(CorporationId corporation, QueueRow queue, ImmutableArray<Effect> effects, CancellationToken cancellationToken) => database.Write(
        async (connection, token) =>
        {
            await using var transaction = await connection.BeginTransactionAsync(token);
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = database.Dialect is SqlDialect.MySql
                ? "REPLACE INTO job_queue (corporation, queue, is_paused, parallel) VALUES (@corporation, @queue, @paused, @parallel)"
                : "INSERT OR REPLACE INTO job_queue (corporation, queue, is_paused, parallel) VALUES (@corporation, @queue, @paused, @parallel)";
            command.Add("@corporation", corporation.Value).Add("@queue", queue.Name).Add("@paused", queue.IsPaused ? 1 : 0).Add("@parallel", queue.Parallel);
            await command.ExecuteNonQueryAsync(token);
            foreach (var effect in Hidden(effects)) await Store(connection, transaction, effect, token);
            await transaction.CommitAsync(CancellationToken.None);
            return 1;
        },
        cancellationToken);

    public async Task<(int Waiting, int Due, DateTimeOffset? OldestDue)> CountLines(
        CorporationId corporation, IEnumerable<JobLine> lines, DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        int waiting = 0, due = 0;
        DateTimeOffset? oldest = null;
        foreach (var line in lines)
        {
            var times = await database.ReadRows(
                """
                SELECT COUNT(*), SUM(CASE WHEN next_at <= @now THEN 1 ELSE 0 END), MIN(next_at) FROM (
                  SELECT next_at FROM job WHERE corporation = @corporation AND lane = @lane AND queue = @queue AND priority = @priority
                  ORDER BY next_at LIMIT @limit) AS first
                """,
                command => command.Add("@corporation", corporation.Value).Add("@lane", line.Lane).Add("@queue", line.Queue)
                    .Add("@priority", line.Priority).Add("@now", StoredTime.ToMicroseconds(now)).Add("@limit", limit),
                reader => (
                    Count: reader.GetInt64(0),
                    Due: reader.IsDBNull(1) ? 0 : Convert.ToInt64(reader[1], CultureInfo.InvariantCulture),
                    First: reader.IsDBNull(2) ? (long?)null : reader.GetInt64(2)),
                cancellationToken);
            waiting = (int)Math.Min(limit, waiting + times[0].Count);
            due = (int)Math.Min(limit, due + times[0].Due);
            if (times[0].First is { } first && StoredTime.FromMicroseconds(first) is var time && time <= now && !(time >= oldest)) oldest = time;
        }

        return (waiting, due, oldest);
    }

    public Task<IReadOnlyList<DueCorporation>> DueCorporations(
        string lane, DateTimeOffset until, DueCorporation? after, int limit, CancellationToken cancellationToken)
    {
        var from = after is null ? "" : " AND (due_at > @time OR (due_at = @time AND corporation > @after))";
        return database.ReadRows(
            $"""
            SELECT CAST(corporation AS CHAR), due_at FROM job_line WHERE lane = @lane AND due_at <= @until{from}
            ORDER BY due_at, corporation LIMIT @limit
            """,
            command =>
            {
                command.Add("@lane", lane).Add("@until", StoredTime.ToMicroseconds(until)).Add("@limit", limit);
                if (after is not null) command.Add("@time", StoredTime.ToMicroseconds(after.DueAt)).Add("@after", after.Corporation.Value);
            },
            Due,
            cancellationToken);
    }

    public Task<IReadOnlyList<WorkLane>> DueLanes(DateTimeOffset now, int maxLines, int limit, CancellationToken cancellationToken) => database.ReadRows(
        """
        SELECT CAST(lane AS CHAR), COUNT(*), MIN(due_at) FROM (
          SELECT lane, due_at FROM job_line WHERE due_at <= @now AND lane <> @running AND lane <> @approval ORDER BY due_at LIMIT @lines) AS due
        GROUP BY lane ORDER BY MIN(due_at) LIMIT @limit
        """,
        command => command.Add("@now", StoredTime.ToMicroseconds(now)).Add("@running", JobLane.Running).Add("@approval", JobLane.Approval)
            .Add("@lines", maxLines).Add("@limit", limit),
        reader => new WorkLane(reader.GetString(0), reader.GetInt32(1), StoredTime.FromMicroseconds(reader.GetInt64(2))),
        cancellationToken);

    public Task<IReadOnlyList<DeadJob>> Dead(int limit, CancellationToken cancellationToken) => database.ReadRows(
        $"""
        SELECT CAST(corporation AS CHAR), CAST(job_id AS CHAR), CAST(queue AS CHAR), CAST(kind AS CHAR), attempt, finished_at, failure_code, failure_message
        FROM job_history WHERE end_state = {(int)JobState.Dead} ORDER BY finished_at DESC LIMIT @limit
        """,
        command => command.Add("@limit", limit),
        reader => new DeadJob(
            CorporationId.Parse(reader.GetString(0)), JobId.Parse(reader.GetString(1)), reader.GetString(2), reader.GetString(3), reader.GetInt32(4),
            StoredTime.FromMicroseconds(reader.GetInt64(5)), reader.IsDBNull(6) ? null : reader.GetString(6), reader.IsDBNull(7) ? null : reader.GetString(7)),
        cancellationToken);

    public Task Tidy(DateTimeOffset now, DateTimeOffset before, CancellationToken cancellationToken) => parts.Tidy(now, before, cancellationToken);

    private ImmutableArray<Effect> Hidden(ImmutableArray<Effect> effects) => [.. effects.Select(effect => StoredOperations.Hide(effect, box))];

    private async Task Store(DbConnection connection, DbTransaction transaction, Effect effect, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"""
            INSERT INTO {effect.Table} ({string.Join(',', effect.Values.Select(value => value.Key))},{BatchTables.CreatedColumn})
            VALUES ({string.Join(',', effect.Values.Select(value => $"@{value.Key}"))},@now)
            """;
        foreach (var (column, value) in effect.Values) command.Add($"@{column}", value);
        await command.Add("@now", StoredTime.ToMicroseconds(clock.GetUtcNow())).ExecuteNonQueryAsync(cancellationToken);
    }

    private static DueCorporation Due(DbDataReader reader) =>
        new(CorporationId.Parse(reader.GetString(0)), StoredTime.FromMicroseconds(reader.GetInt64(1)));

    private static string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"@k{index}");
}
