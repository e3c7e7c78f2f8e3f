using System.Data.Common;
using System.Globalization;
using Adilas.Corporations;
using Adilas.Platform;
using Adilas.Refusals;
using Adilas.Storage;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Adilas.Journal;

/// <summary>Reads the past: first which rows, then their contents, as far as they fit into a bounded amount of memory.</summary>
internal sealed class JournalReader(IPlatformDatabase database, StateJson json, TimeProvider clock, IOptions<ClusterOptions> cluster) : IJournalReader
{
    public const int MaxRows = 1_000;
    private const long MaxContentBytes = 32 * 1024 * 1024;

    private const string Rows = """
        SELECT j.position, j.written_at, CAST(j.grain_type AS CHAR), CAST(j.state_name AS CHAR), CAST(j.grain_key AS CHAR), j.version,
          CAST(j.actor AS CHAR), CAST(j.on_behalf_of AS CHAR), CAST(j.action AS CHAR), j.trace_id, j.is_tombstone, LENGTH(j.payload),
          p.position, LENGTH(p.payload)
        FROM journal j LEFT JOIN journal p ON p.service = j.service AND p.state_name = j.state_name AND p.grain_key = j.grain_key
          AND p.version = j.version - 1 AND p.grain_type = j.grain_type
        """;

    public Task<IReadOnlyList<JournalEntry>> History(CorporationId corporation, HistoryFilter filter, CancellationToken cancellationToken)
    {
        var latest = clock.GetUtcNow() - RowDelay.Longest;
        if (filter.To is { } to && to < latest) latest = to;
        var where = "j.corporation = @corporation AND j.service = @service AND j.written_at <= @latest";
        if (filter.From is not null) where += " AND j.written_at >= @from";
        if (filter.Actor is not null) where += " AND j.actor = @actor";
        if (filter.Action is not null) where += " AND j.action = @action";
        if (filter.BeforePosition is not null) where += " AND j.position < @before";
        return Read($"{Rows} WHERE {where} ORDER BY j.position DESC LIMIT @limit", command => command
            .Add("@corporation", corporation.Value)
            .Add("@latest", StoredTime.ToMicroseconds(latest))
            .Add("@from", StoredTime.ToMicroseconds(filter.From ?? default))
            .Add("@actor", filter.Actor ?? "")
            .Add("@action", filter.Action ?? "")
            .Add("@before", filter.BeforePosition ?? 0)
            .Add("@limit", CheckLimit(filter.Limit)), cancellationToken);
    }

    public Task<IReadOnlyList<JournalEntry>> Versions(
        string stateName, string grainKey, long beforeVersion, int limit, CancellationToken cancellationToken) => Read(
        $"{Rows} WHERE j.service = @service AND j.state_name = @state AND j.grain_key = @key AND j.version < @before ORDER BY j.version DESC LIMIT @limit",
        command => command.Add("@state", stateName).Add("@key", grainKey).Add("@before", beforeVersion).Add("@limit", CheckLimit(limit)),
        cancellationToken);

    public async Task<JournalEntry?> Version(string stateName, string grainKey, long version, CancellationToken cancellationToken)
    {
        var found = await Read(
            $"{Rows} WHERE j.service = @service AND j.state_name = @state AND j.grain_key = @key AND j.version = @version",
            command => command.Add("@state", stateName).Add("@key", grainKey).Add("@version", version),
            cancellationToken);
        return found.Count > 0 ? found[0] : null;
    }

    public async Task<JournalEntry?> At(string stateName, string grainKey, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        if (moment > clock.GetUtcNow() - RowDelay.Longest)
        {
            throw new RefusedException(
                Refusal.Invalid, "as-of-too-late", $"What was so is known from {RowDelay.Longest.TotalSeconds:0} seconds later on.", "asOf");
        }

        var found = await Read(
            $"{Rows} WHERE j.service = @service AND j.state_name = @state AND j.grain_key = @key AND j.written_at <= @moment ORDER BY j.version DESC LIMIT 1",
            command => command.Add("@state", stateName).Add("@key", grainKey).Add("@moment", StoredTime.ToMicroseconds(moment)),
            cancellationToken);
        return found.Count > 0 ? found[0] : null;
    }

    private async Task<IReadOnlyList<JournalEntry>> Read(string text, Func<DbCommand, DbCommand> bind, CancellationToken cancellationToken)
    {
        var (lines, contents) = await database.Read(
            async (connection, ct) =>
            {
                var lines = await ReadLines(connection, text, bind, ct);
                return (lines, await ReadContents(connection, Fitting(lines), ct));
            },
            cancellationToken);
        var entries = new List<JournalEntry>(lines.Count);
        foreach (var line in lines)
        {
            var payload = await Open(line.Key, contents.GetValueOrDefault(line.Entry.Position), cancellationToken);
            var previous = await Open(line.Key, contents.GetValueOrDefault(line.PreviousPosition), cancellationToken);
            entries.Add(line.Entry with { Payload = payload, PreviousPayload = previous });
        }

        return entries;
    }

    private async ValueTask<byte[]?> Open(JournalKey key, byte[]? payload, CancellationToken cancellationToken) =>
        payload is null ? null : await json.Open(key, payload, cancellationToken);

    private async Task<List<Line>> ReadLines(DbConnection connection, string text, Func<DbCommand, DbCommand> bind, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = text;
        bind(command).Add("@service", cluster.Value.ServiceId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var lines = new List<Line>();
        while (await reader.ReadAsync(cancellationToken)) lines.Add(ToLine(reader));
        return lines;
    }

    private Line ToLine(DbDataReader reader)
    {
        var key = new JournalKey(cluster.Value.ServiceId, reader.GetString(2), reader.GetString(3), reader.GetString(4));
        var entry = new JournalEntry(
            reader.GetInt64(0),
            StoredTime.FromMicroseconds(reader.GetInt64(1)),
            key.StateName,
            key.GrainKey,
            reader.GetInt64(5),
            reader.GetString(6),
            reader[7] as string,
            reader.GetString(8),
            reader[9] is byte[] trace ? Convert.ToHexStringLower(trace) : null,
            reader.GetInt64(10) != 0,
            Payload: null,
            PreviousPayload: null);
        return new Line(key, entry, Number(reader, 11), Number(reader, 12), Number(reader, 13));
    }

    /// <summary>Positions whose contents are read. A page of the largest states would not fit: those at its end come without.</summary>
    private static List<long> Fitting(List<Line> lines)
    {
        var fitting = new HashSet<long>();
        long bytes = 0;
        foreach (var line in lines)
        {
            Add(line.Entry.Position, line.Bytes);
            Add(line.PreviousPosition, line.PreviousBytes);
        }

        return [.. fitting];

        void Add(long position, long size)
        {
            if (size > 0 && bytes + size <= MaxContentBytes && fitting.Add(position)) bytes += size;
        }
    }

    private static async Task<Dictionary<long, byte[]>> ReadContents(DbConnection connection, List<long> positions, CancellationToken cancellationToken)
    {
        var contents = new Dictionary<long, byte[]>(positions.Count);
        if (positions.Count == 0) return contents;
        await using var command = connection.CreateCommand();
        var list = string.Join(',', positions.Select(position => position.ToString(CultureInfo.InvariantCulture)));
        command.CommandText = $"SELECT position, payload FROM journal WHERE position IN ({list}) AND payload IS NOT NULL";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) contents.Add(reader.GetInt64(0), (byte[])reader[1]);
        return contents;
    }

    private static long Number(DbDataReader reader, int column) => reader.IsDBNull(column) ? 0 : reader.GetInt64(column);

    private static int CheckLimit(int limit) => limit is >= 1 and <= MaxRows
        ? limit
        : throw new RefusedException(Refusal.Invalid, "limit-out-of-range", $"At most {MaxRows} rows are read at once.", "limit");

    private sealed record Line(JournalKey Key, JournalEntry Entry, long Bytes, long PreviousPosition, long PreviousBytes);
}
