using System.Data.Common;
using System.Globalization;
using Adilas.Access;
using Adilas.Platform;
using Adilas.Storage;
using Adilas.Webhooks;
using MySqlConnector;

namespace Adilas.Journal;

/// <summary>
/// Sends a batch as one text and so in one round trip, but for its rows beyond the first few, which go in prepared statements; the commit
/// is the last round trip.
/// </summary>
internal sealed class MySqlBatchSession : BatchSession
{
    private const int PacketShare = 4;

    private readonly MySqlCommand command;
    private readonly MySqlRowInserts inserts;
    private int maxPacketBytes = 16 * 1024 * 1024;

    private MySqlBatchSession(DbConnection connection, TimeSpan statementLimit) : base(connection, statementLimit)
    {
        command = ((MySqlConnection)connection).CreateCommand();
        command.CommandTimeout = StatementSeconds;
        inserts = new MySqlRowInserts((MySqlConnection)connection, StatementSeconds);
    }

    public override int MaxBatchBytes => maxPacketBytes / PacketShare;

    public static async Task<MySqlBatchSession> Create(DbConnection connection, TimeSpan statementLimit, CancellationToken cancellationToken)
    {
        var session = new MySqlBatchSession(connection, statementLimit);

        await Prepare(connection, session.StatementSeconds, cancellationToken);
        session.maxPacketBytes = await MaxPacketBytes(connection, cancellationToken);
        return session;
    }

    /// <summary>How large a command the server takes.</summary>
    public static async Task<int> MaxPacketBytes(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var asking = connection.CreateCommand();
        asking.CommandText = "SELECT @@max_allowed_packet";
        return (int)Math.Min(Convert.ToInt64(await asking.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture), 1 << 30);
    }

    /// <summary>Makes a connection fit for writing batches.</summary>
    public static async Task Prepare(DbConnection connection, int statementSeconds, CancellationToken cancellationToken)
    {
        await using var setting = connection.CreateCommand();
        setting.CommandTimeout = statementSeconds;

        // Strict: a value that does not fit is an error and never cut. The server drops a connection that a frozen process leaves idle
        // in a transaction, and with it the locks that others wait for and rows that would appear too late.
        setting.CommandText =
            $"""
            SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED;
            SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', innodb_lock_wait_timeout = 1,
              wait_timeout = {(int)RowDelay.ServerPatience.TotalSeconds}
            """;
        await setting.ExecuteNonQueryAsync(cancellationToken);
    }

    public override async Task<IReadOnlyDictionary<string, Modes>> Store(IReadOnlyList<JournalWrite> batch, CancellationToken cancellationToken)
    {
        var (shared, exclusive) = ModesToCheck(batch);
        var text = new MySqlStatement(command).Add("START TRANSACTION");
        AddModes(text, exclusive, "FOR UPDATE");
        var few = MySqlRowInserts.Rest(batch.Count);
        if (few > 0)
            text.Add(";INSERT INTO journal (").Add(JournalColumns.Names).Add(") VALUES ").Rows(batch.Take(few).Select(JournalColumns.Values));
        AddModes(text, shared, "LOCK IN SHARE MODE");
        foreach (var projected in BatchTables.Projections(batch)) Add(text, projected);
        foreach (var emitted in BatchTables.Effects(batch))
        {
            text.Add($";INSERT INTO {emitted.Table} ({string.Join(',', emitted.Columns)}) VALUES ").Rows(emitted.Rows);
        }

        // In one order everywhere, so that two transactions do not wait for each other's lines.
        var told = batch.SelectMany(write => write.Events.Select(happened => (Write: write, Event: happened)))
            .OrderBy(it => it.Event.Corporation.Value, StringComparer.Ordinal).ToList();
        foreach (var (_, happened) in told) Add(text.Add(";"), EventStatements.IsWanted(happened));
        var (modes, wanted) = await ReadModes(text.Finish(), cancellationToken);
        await inserts.Insert(batch, few, cancellationToken);
        await Tell(told.Where((it, index) => wanted[index] || it.Event.Mail is not null), cancellationToken);
        return modes;
    }

    public override Task<bool> TryStoreAlone(JournalWrite write, CancellationToken cancellationToken) =>
        inserts.InsertAlone(write, cancellationToken);

    public override async Task<IReadOnlyList<StoredRow>> Find(IReadOnlyList<JournalWrite> batch, CancellationToken cancellationToken)
    {
        var text = new MySqlStatement(command);
        for (var index = 0; index < batch.Count; index++)
        {
            var row = batch[index].Row;
            text.Add(index == 0 ? "" : " UNION ALL ")
                .Add($"SELECT {index.ToString(CultureInfo.InvariantCulture)}, write_id, written_at, hash FROM journal WHERE service = ")
                .Value(row.Key.Service).Add(" AND grain_type = ").Value(row.Key.GrainType).Add(" AND state_name = ").Value(row.Key.StateName)
                .Add(" AND grain_key = ").Value(row.Key.GrainKey).Add(" AND version = ").Value(row.Version);
        }

        await using var reader = await text.Finish().ExecuteReaderAsync(cancellationToken);
        var found = new List<StoredRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = batch[reader.GetInt32(0)].Row;
            found.Add(new StoredRow(row.Key, row.Version, (byte[])reader[1], reader.GetInt64(2), (byte[])reader[3]));
        }

        return found;
    }

    public override async Task<IReadOnlySet<string>> FindLocked(IReadOnlyList<JournalWrite> batch, CancellationToken cancellationToken)
    {
        var (shared, exclusive) = ModesToCheck(batch);
        List<string> corporations = [.. shared, .. exclusive];
        if (corporations.Count == 0) return new HashSet<string>();

        var there = (await Keys(corporations, "", cancellationToken)).ToHashSet(StringComparer.Ordinal);
        there.ExceptWith(await Keys(corporations, " FOR UPDATE SKIP LOCKED", cancellationToken));
        return there;
    }

    private async Task<List<string>> Keys(List<string> corporations, string locking, CancellationToken cancellationToken)
    {
        var text = new MySqlStatement(command)
            .Add("SELECT CAST(grain_key AS CHAR) FROM corporation_fact WHERE grain_key IN ").List(corporations).Add(locking);
        await using var reader = await text.Finish().ExecuteReaderAsync(cancellationToken);
        var keys = new List<string>();
        while (await reader.ReadAsync(cancellationToken)) keys.Add(reader.GetString(0));
        return keys;
    }

    public override async ValueTask DisposeAsync()
    {
        await command.DisposeAsync();
        await inserts.DisposeAsync();
        await base.DisposeAsync();
    }

    private static void AddModes(MySqlStatement text, List<string> corporations, string locking)
    {
        if (corporations.Count == 0) return;
        text.Add(";SELECT CAST(grain_key AS CHAR), mode FROM corporation_fact WHERE grain_key IN ").List(corporations).Add(" ").Add(locking);
    }

    private static void Add(MySqlStatement text, BatchTables.Projected projected)
    {
        if (projected.Leaving.Count > 0) text.Add($";DELETE FROM {projected.Table} WHERE grain_key IN ").List(projected.Leaving);
        if (projected.Rows.Count == 0) return;

        text.Add($";INSERT INTO {projected.Table} ({string.Join(',', projected.Columns)}) VALUES ").Rows(projected.Rows);
        if (projected.IsList) return;

        // Assigned from left to right: the version last, because the others look at it.
        var others = projected.Columns.Skip(2)
            .Select(column => $"{column} = IF(VALUES(source_version) > source_version, VALUES({column}), {column}), ");
        text.Add($" ON DUPLICATE KEY UPDATE {string.Concat(others)}source_version = GREATEST(source_version, VALUES(source_version))");
    }

    private async Task Tell(IEnumerable<(JournalWrite Write, CorporationEvent Event)> told, CancellationToken cancellationToken)
    {
        foreach (var (write, happened) in told)
        {
            foreach (var statement in EventStatements.Of(happened, SqlDialect.MySql))
            {
                var stored = await Add(new MySqlStatement(command), statement).Finish().ExecuteNonQueryAsync(cancellationToken);
                if (statement.MakesJobs) write.HasDeliveries |= stored > 0;
            }
        }
    }

    private static MySqlStatement Add(MySqlStatement text, EventStatements statement)
    {
        for (var index = 0; index < statement.Pieces.Count; index++)
        {
            if (index > 0) text.Value(statement.Values[index - 1]);
            text.Add(statement.Pieces[index]);
        }

        return text;
    }

    /// <summary>Answers of two columns are modes; those of one say whether anybody wants to hear of an event, in the order of the events.</summary>
    private static async Task<(IReadOnlyDictionary<string, Modes> Modes, List<bool> Wanted)> ReadModes(
        DbCommand stored, CancellationToken cancellationToken)
    {
        var (modes, wanted) = (new Dictionary<string, Modes>(StringComparer.Ordinal), new List<bool>());
        await using var reader = await stored.ExecuteReaderAsync(cancellationToken);
        do
        {
            if (reader.FieldCount == 1) wanted.Add(false);
            while (await reader.ReadAsync(cancellationToken))
            {
                if (reader.FieldCount > 1) modes[reader.GetString(0)] = (Modes)reader.GetInt32(1);
                else wanted[^1] = true;
            }
        }
        while (await reader.NextResultAsync(cancellationToken));
        return (modes, wanted);
    }
}
