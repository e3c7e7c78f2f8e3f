using System.Data.Common;
using System.Globalization;
using Adilas.Access;
using Adilas.Platform;
using Adilas.Webhooks;

namespace Adilas.Journal;

/// <summary>Stores row by row with prepared statements: in one process, a statement costs no round trip.</summary>
internal sealed class SqliteBatchSession(DbConnection connection, TimeSpan statementLimit) : BatchSession(connection, statementLimit)
{
    private readonly Dictionary<string, DbCommand> prepared = new(StringComparer.Ordinal);
    private bool isOpen;

    public override async Task<IReadOnlyDictionary<string, Modes>> Store(IReadOnlyList<JournalWrite> batch, CancellationToken cancellationToken)
    {
        await Run("BEGIN IMMEDIATE", [], cancellationToken);
        isOpen = true;
        var insert = $"INSERT INTO journal ({JournalColumns.Names}) VALUES ({Places(17)})";
        foreach (var write in batch) await Run(insert, JournalColumns.Values(write), cancellationToken);

        // The one writer of the file needs no locks on the modes that it reads.
        var modes = new Dictionary<string, Modes>(StringComparer.Ordinal);
        var (shared, exclusive) = ModesToCheck(batch);
        foreach (var corporation in shared.Concat(exclusive))
        {
            var command = Prepare("SELECT mode FROM corporation_fact WHERE grain_key = ?1", [corporation]);
            if (await command.ExecuteScalarAsync(cancellationToken) is { } mode)
                modes[corporation] = (Modes)Convert.ToInt32(mode, CultureInfo.InvariantCulture);
        }

        foreach (var projected in BatchTables.Projections(batch)) await Store(projected, cancellationToken);
        foreach (var emitted in BatchTables.Effects(batch))
        {
            var text = $"INSERT INTO {emitted.Table} ({string.Join(',', emitted.Columns)}) VALUES ({Places(emitted.Columns.Count)})";
            foreach (var row in emitted.Rows) await Run(text, row, cancellationToken);
        }

        foreach (var write in batch)
        {
            foreach (var happened in write.Events) await Tell(write, happened, cancellationToken);
        }

        return modes;
    }

    public override async Task<IReadOnlyList<StoredRow>> Find(IReadOnlyList<JournalWrite> batch, CancellationToken cancellationToken)
    {
        const string text = """
            SELECT write_id, written_at, hash FROM journal
            WHERE service = ?1 AND grain_type = ?2 AND state_name = ?3 AND grain_key = ?4 AND version = ?5
            """;
        var found = new List<StoredRow>();
        foreach (var row in batch.Select(write => write.Row))
        {
            var command = Prepare(text, [row.Key.Service, row.Key.GrainType, row.Key.StateName, row.Key.GrainKey, row.Version]);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            if (await reader.ReadAsync(cancellationToken))
                found.Add(new StoredRow(row.Key, row.Version, (byte[])reader[0], reader.GetInt64(1), (byte[])reader[2]));
        }

        return found;
    }

    public override async Task Commit(CancellationToken cancellationToken)
    {
        await Run("COMMIT", [], cancellationToken);
        isOpen = false;
    }

    public override async Task Rollback(CancellationToken cancellationToken)
    {
        isOpen = false;
        await base.Rollback(cancellationToken);
    }

    /// <summary>Gives the connection back. The driver would keep it for the next one with the transaction open.</summary>
    public override async ValueTask DisposeAsync()
    {
        try
        {
            if (isOpen) await Rollback(CancellationToken.None);
        }
        finally
        {
            foreach (var command in prepared.Values) await command.DisposeAsync();
            await base.DisposeAsync();
        }
    }

    private async Task Store(BatchTables.Projected projected, CancellationToken cancellationToken)
    {
        var leave = $"DELETE FROM {projected.Table} WHERE grain_key = ?1";
        foreach (var key in projected.Leaving) await Run(leave, [key], cancellationToken);

        var text = $"INSERT INTO {projected.Table} ({string.Join(',', projected.Columns)}) VALUES ({Places(projected.Columns.Count)})";
        if (!projected.IsList)
        {
            var columns = projected.Columns.Skip(1).Select(column => $"{column} = excluded.{column}");
            text += $" ON CONFLICT (grain_key) DO UPDATE SET {string.Join(',', columns)} WHERE excluded.source_version > source_version";
        }

        foreach (var row in projected.Rows) await Run(text, row, cancellationToken);
    }

    private async Task Tell(JournalWrite write, CorporationEvent happened, CancellationToken cancellationToken)
    {
        var wanted = EventStatements.IsWanted(happened);
        if (happened.Mail is null && await Prepare(Text(wanted), [.. wanted.Values]).ExecuteScalarAsync(cancellationToken) is null) return;
        foreach (var statement in EventStatements.Of(happened, SqlDialect.Sqlite))
        {
            var count = await Run(Text(statement), [.. statement.Values], cancellationToken);
            if (statement.MakesJobs) write.HasDeliveries |= count > 0;
        }
    }

    private static string Text(EventStatements statement) => statement.Pieces[0] + string.Concat(
        statement.Pieces.Skip(1).Select((piece, index) => $"?{(index + 1).ToString(CultureInfo.InvariantCulture)}{piece}"));

    private async Task<int> Run(string text, object?[] values, CancellationToken cancellationToken) =>
        await Prepare(text, values).ExecuteNonQueryAsync(cancellationToken);

    private DbCommand Prepare(string text, object?[] values)
    {
        if (!prepared.TryGetValue(text, out var command))
        {
            command = Connection.CreateCommand();
            command.CommandText = text;
            command.CommandTimeout = StatementSeconds;
            for (var place = 1; place <= values.Length; place++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = $"?{place.ToString(CultureInfo.InvariantCulture)}";
                command.Parameters.Add(parameter);
            }

            prepared.Add(text, command);
        }

        for (var place = 0; place < values.Length; place++) command.Parameters[place].Value = values[place] ?? DBNull.Value;
        return command;
    }

    private static string Places(int count) =>
        string.Join(',', Enumerable.Range(1, count).Select(place => $"?{place.ToString(CultureInfo.InvariantCulture)}"));
}
