using System.Data.Common;
using Adilas.Access;
using Adilas.Journal;
using Adilas.Platform;
using Adilas.Storage;
using Adilas.Webhooks;

namespace Adilas.Jobs;

/// <summary>A connection on which batches of changes of jobs are stored, one after the other.</summary>
internal sealed class JobSession(DbConnection connection, SqlDialect dialect, int statementSeconds, long maxPacketBytes, int maxCommandBytes) : IWriteSession
{
    /// <summary>A command's own words, and its header.</summary>
    private const int PacketRest = 16 * 1024;

    private const int IdBytes = 128;

    // The names of a job's columns, and what is told of a job that has failed for good: no payload.
    private const int EventBytes = 4 * 1024;
    private const string ForUpdate = " FOR UPDATE";
    private const string KeysOfWaiting = "SELECT CAST(corporation AS CHAR), CAST(dedupe_key AS CHAR), CAST(job_id AS CHAR) FROM job WHERE ";

    private static readonly string OnStored =
        $" ON DUPLICATE KEY UPDATE {string.Join(", ", JobColumns.Changing.Select(column => $"{column} = VALUES({column})"))}";

    private static readonly string OnStoredSqlite =
        $" ON CONFLICT (corporation, job_id) DO UPDATE SET {string.Join(", ", JobColumns.Changing.Select(column => $"{column} = excluded.{column}"))}";

    private bool isOpen;

    public static async Task<JobSession> Open(IPlatformDatabase database, JournalOptions options, CancellationToken cancellationToken)
    {
        var connection = await database.OpenAsync(cancellationToken);
        var seconds = (int)Math.Ceiling(options.StatementLimit.TotalSeconds);
        if (database.Dialect is not SqlDialect.MySql) return new JobSession(connection, database.Dialect, seconds, long.MaxValue, options.MaxBatchBytes);
        try
        {
            await MySqlBatchSession.Prepare(connection, seconds, cancellationToken);
            var packet = await MySqlBatchSession.MaxPacketBytes(connection, cancellationToken);
            return new JobSession(connection, database.Dialect, seconds, packet, Math.Min(options.MaxBatchBytes, packet / 2));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>How large a row may be that the server takes at all.</summary>
    public long MaxRowBytes { get; } = maxPacketBytes - PacketRest;

    public DatabaseFailure Classify(Exception failure) => DatabaseFailures.Classify(failure, connection);

    /// <summary>Begins a transaction, and locks all that the writes will change.</summary>
    /// <param name="isRepeated">Whether they may be stored already: then looks for what they add, and among the ended jobs.</param>
    public async Task<LockedJobs> Lock(IReadOnlyList<JobWrite> writes, bool isRepeated, CancellationToken cancellationToken)
    {
        var changed = writes.SelectMany(write => write.Changes.Select(change => (write.Corporation, change.Id.Value))).ToList();
        var added = isRepeated ? writes.SelectMany(write => write.Added.Select(row => (write.Corporation, row.Id.Value))).ToList() : [];
        var ids = Ordered([.. changed, .. added]);
        var maybeEnded = isRepeated
            ? ids
            : Ordered(writes.SelectMany(write => write.Changes.Where(change => change.MayHaveEnded).Select(change => (write.Corporation, change.Id.Value))));
        var keys = Ordered(
            writes.SelectMany(write => write.Added.Where(row => row.DedupeKey is not null).Select(row => (write.Corporation, row.DedupeKey!))));
        var corporations = writes.Where(write => write.NeedsModeCheck).Select(write => write.Corporation).Distinct().Order(StringComparer.Ordinal).ToList();

        await using var command = Create();
        var text = new SqlText(command, dialect).Add("START TRANSACTION", "BEGIN IMMEDIATE");
        if (ids.Count > 0)
        {
            text.Add($";SELECT {JobColumns.ReadWaiting} FROM job WHERE ").AnyOf("corporation", "job_id", ids)
                .Add(" ORDER BY corporation, job_id").Add(ForUpdate, "");
        }

        if (maybeEnded.Count > 0)
        {
            text.Add($";SELECT {JobColumns.ReadEnded} FROM job_history WHERE ").AnyOf("corporation", "job_id", maybeEnded)
                .Add(" ORDER BY corporation, job_id").Add(ForUpdate, "");
        }

        if (keys.Count > 0)
        {
            text.Add(";").Add(KeysOfWaiting)
                .AnyOf("corporation", "dedupe_key", keys).Add(ForUpdate, "");
        }

        if (corporations.Count > 0)
        {
            text.Add(";SELECT CAST(grain_key AS CHAR), mode FROM corporation_fact WHERE grain_key IN ").List(corporations)
                .Add(" LOCK IN SHARE MODE", "");
        }

        isOpen = true;
        var locked = new LockedJobs([], [], []);
        await using (var reader = await text.Finish().ExecuteReaderAsync(cancellationToken))
        {
            if (ids.Count > 0) await ReadRows(reader, isEnded: false, locked, cancellationToken);
            if (maybeEnded.Count > 0) await ReadRows(reader, isEnded: true, locked, cancellationToken);
            if (keys.Count > 0) await ReadKeys(reader, locked, cancellationToken);
            while (corporations.Count > 0 && await reader.ReadAsync(cancellationToken)) locked.Modes[reader.GetString(0)] = (Modes)reader.GetInt32(1);
        }

        await LockKeysOfEnded(locked, cancellationToken);
        return locked;
    }

    /// <summary>Ended jobs may come back, and want their dedupe keys again, which are known only now.</summary>
    private async Task LockKeysOfEnded(LockedJobs locked, CancellationToken cancellationToken)
    {
        var keys = Ordered(locked.Rows.Where(row => row.Value.Row is { End: not null, DedupeKey: not null })
            .Select(row => (row.Key.Corporation, row.Value.Row.DedupeKey!)).Where(key => !locked.ByDedupeKey.ContainsKey(key)));
        if (keys.Count == 0) return;
        await using var command = Create();
        var text = new SqlText(command, dialect).Add(KeysOfWaiting).AnyOf("corporation", "dedupe_key", keys).Add(ForUpdate, "");
        await using var reader = await text.Finish().ExecuteReaderAsync(cancellationToken);
        await ReadKeys(reader, locked, cancellationToken);
    }

    /// <summary>Stores what a batch came to, in the open transaction, with the commit at the end if nothing else is to be done in it.</summary>
    public async Task Store(JobBatch batch, bool commits, CancellationToken cancellationToken)
    {
        await using var statements = new SizedStatements(Create, dialect, maxCommandBytes, cancellationToken);
        var ended = batch.Ended.ToList();
        if (ended.Count > 0)
        {
            await statements.Insert(
                $"INSERT INTO job_history ({JobColumns.Ended}) VALUES ", ended.Select(job => JobColumns.EndedValues(job.Corporation, job.Row, job.WriteId)));
            await Delete(statements, "job", ended.Select(job => (job.Corporation, job.Row.Id.Value)).ToList());
        }

        var revived = batch.Revived.ToList();
        if (revived.Count > 0) await Delete(statements, "job_history", revived);
        await statements.Insert(
            $"INSERT INTO job ({JobColumns.Waiting}) VALUES ", batch.Inserted.Select(job => JobColumns.Values(job.Corporation, job.Row, job.WriteId)));
        await statements.Insert(
            $"INSERT INTO job ({JobColumns.Waiting}) VALUES ",
            batch.Updated.Select(job => JobColumns.ChangedValues(job.Corporation, job.Row, job.WriteId)),
            OnStored,
            OnStoredSqlite);
        foreach (var effect in batch.Effects)
        {
            await statements.Insert(
                $"INSERT INTO {effect.Table} ({string.Join(',', effect.Values.Select(value => value.Key))},{BatchTables.CreatedColumn}) VALUES ",
                [[.. effect.Values.Select(value => value.Value), StoredTime.ToMicroseconds(batch.Now)]]);
        }

        var wanted = await Wanted([.. batch.Events], cancellationToken);
        foreach (var statement in wanted.SelectMany(happened => EventStatements.Of(happened, dialect)))
            await statements.Add(text => Write(text, statement), EventBytes);

        var lines = batch.Lines.OrderBy(line => line.Corporation, StringComparer.Ordinal).ThenBy(line => line.Line.Lane, StringComparer.Ordinal);
        await statements.Insert(
            "INSERT INTO job_line (corporation, lane, queue, priority, due_at) VALUES ",
            lines.Select(line => (object?[])
                [line.Corporation, line.Line.Lane, line.Line.Queue, line.Line.Priority, StoredTime.ToMicroseconds(line.Line.DueAt)]),
            " ON DUPLICATE KEY UPDATE due_at = LEAST(due_at, VALUES(due_at))",
            " ON CONFLICT (corporation, lane, queue, priority) DO UPDATE SET due_at = MIN(due_at, excluded.due_at)");
        if (commits) await statements.Add(text => text.Add("COMMIT"), size: 0);
        await statements.Send();
        isOpen &= !commits;
    }

    /// <summary>Those of dead jobs that anybody is to hear of: nearly always none, and their statements cost more than this look.</summary>
    private async Task<IEnumerable<CorporationEvent>> Wanted(List<CorporationEvent> events, CancellationToken cancellationToken)
    {
        if (events.Count == 0) return [];
        await using var command = Create();
        var text = new SqlText(command, dialect).Add("SELECT DISTINCT CAST(corporation AS CHAR) FROM webhook_event WHERE corporation IN ")
            .List([.. events.Select(happened => happened.Corporation.Value).Distinct()]).Add(" AND pattern IN ")
            .List([.. EventType.Patterns(EventType.JobDead)]).Add(" AND collects_until > ").Value(StoredTime.ToMicroseconds(events[0].At));
        var listening = new HashSet<string>(StringComparer.Ordinal);
        await using var reader = await text.Finish().ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) listening.Add(reader.GetString(0));
        return events.Where(happened => listening.Contains(happened.Corporation.Value))
            .OrderBy(happened => happened.Corporation.Value, StringComparer.Ordinal).ToList();
    }

    private static void Write(SqlText text, EventStatements statement)
    {
        for (var index = 0; index < statement.Pieces.Count; index++)
        {
            if (index > 0) text.Value(statement.Values[index - 1]);
            text.Add(statement.Pieces[index]);
        }

        text.Add(";");
    }

    private static Task Delete(SizedStatements statements, string table, List<(string Corporation, string Id)> jobs) =>
        statements.Add(text => text.Add($"DELETE FROM {table} WHERE ").AnyOf("corporation", "job_id", jobs).Add(";"), jobs.Count * IdBytes);

    /// <summary>Finds the first job of a line, in the open transaction, and drops the line when it holds none.</summary>
    public async Task<JobLine?> Settle(string corporation, JobLine line, CancellationToken cancellationToken)
    {
        await using var looking = Create();
        var text = new SqlText(looking, dialect).Add("SELECT due_at FROM job_line WHERE ");
        Where(text, corporation, line).Add(ForUpdate, "").Add(";SELECT MIN(next_at) FROM job WHERE corporation = ").Value(corporation)
            .Add(" AND lane = ").Value(line.Lane);
        if (line.Queue.Length > 0) text.Add(" AND queue = ").Value(line.Queue).Add(" AND priority = ").Value(line.Priority);
        long? dueAt = null;
        await using (var reader = await text.Finish().ExecuteReaderAsync(cancellationToken))
        {
            // A line that is not there is locked by nobody: another may be making it.
            if (!await reader.ReadAsync(cancellationToken)) return null;
            await reader.NextResultAsync(cancellationToken);
            if (await reader.ReadAsync(cancellationToken) && !reader.IsDBNull(0)) dueAt = reader.GetInt64(0);
        }

        await using var storing = Create();
        text = new SqlText(storing, dialect);
        if (dueAt is { } time) text.Add("UPDATE job_line SET due_at = ").Value(time).Add(" WHERE ");
        else text.Add("DELETE FROM job_line WHERE ");
        await Where(text, corporation, line).Finish().ExecuteNonQueryAsync(cancellationToken);
        return dueAt is { } next ? line with { DueAt = StoredTime.FromMicroseconds(next) } : null;
    }

    public async Task Ping(CancellationToken cancellationToken)
    {
        await using var command = Create();
        command.CommandText = "SELECT 1";
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public Task Commit(CancellationToken cancellationToken) => End("COMMIT", cancellationToken);

    public Task Rollback(CancellationToken cancellationToken) => End("ROLLBACK", cancellationToken);

    /// <summary>Gives the connection back. The embedded driver would keep it for the next one with the transaction open.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (dialect is SqlDialect.Sqlite && isOpen) await Rollback(CancellationToken.None);
        }
        finally
        {
            await connection.DisposeAsync();
        }
    }

    private static SqlText Where(SqlText text, string corporation, JobLine line) => text
        .Add("corporation = ").Value(corporation).Add(" AND lane = ").Value(line.Lane)
        .Add(" AND queue = ").Value(line.Queue).Add(" AND priority = ").Value(line.Priority);

    private static async Task ReadRows(DbDataReader reader, bool isEnded, LockedJobs locked, CancellationToken cancellationToken)
    {
        while (await reader.ReadAsync(cancellationToken))
        {
            var (corporation, row, writeId) = JobColumns.Read(reader, isEnded);
            locked.Rows[(corporation, row.Id.Value)] = (row, writeId);
        }

        await reader.NextResultAsync(cancellationToken);
    }

    private static async Task ReadKeys(DbDataReader reader, LockedJobs locked, CancellationToken cancellationToken)
    {
        while (await reader.ReadAsync(cancellationToken)) locked.ByDedupeKey[(reader.GetString(0), reader.GetString(1))] = reader.GetString(2);
        await reader.NextResultAsync(cancellationToken);
    }

    /// <summary>In one order everywhere, so that two transactions do not wait for each other.</summary>
    private static List<(string First, string Second)> Ordered(IEnumerable<(string First, string Second)> keys) =>
        [.. keys.Distinct().OrderBy(key => key.First, StringComparer.Ordinal).ThenBy(key => key.Second, StringComparer.Ordinal)];

    private async Task End(string sql, CancellationToken cancellationToken)
    {
        await using var command = Create();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
        isOpen = false;
    }

    private DbCommand Create()
    {
        var command = connection.CreateCommand();
        command.CommandTimeout = statementSeconds;
        return command;
    }
}
