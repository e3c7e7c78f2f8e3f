using System.Data.Common;
using System.Globalization;
using Adilas.Platform;
using Adilas.Storage;

namespace Adilas.Jobs;

/// <summary>
/// Keeps the table of ended jobs in parts by day, so that what is no longer shown goes in no time, whatever its size. The embedded file has
/// no parts: there it goes in small pieces.
/// </summary>
internal sealed class JobHistoryParts(IPlatformDatabase database)
{
    private const int DaysAhead = 3;
    private const int PieceRows = 1_000;
    private const int MaxPieces = 100;

    public Task Tidy(DateTimeOffset now, DateTimeOffset before, CancellationToken cancellationToken) => database.Dialect switch
    {
        SqlDialect.MySql => TidyServer(now, before, cancellationToken),
        SqlDialect.Sqlite => TidyFile(before, cancellationToken),
    };

    private Task<int> TidyServer(DateTimeOffset now, DateTimeOffset before, CancellationToken cancellationToken) => database.Write(
        async (connection, token) =>
        {
            // One at a time; whoever comes second finds it done.
            if (await Ask(connection, "SELECT GET_LOCK('adilas.jobs.parts', 0)", token) is not (1 or 1L)) return 0;
            try
            {
                var names = await Parts(connection, token);
                var wanted = Enumerable.Range(0, DaysAhead + 1).Select(day => now.UtcDateTime.Date.AddDays(day))
                    .Where(day => !names.Contains(Name(day)) && names.All(name => name == "later" || string.CompareOrdinal(name, Name(day)) < 0))
                    .ToList();
                if (wanted.Count > 0)
                {
                    var parts = wanted.Select(day =>
                        $"PARTITION {Name(day)} VALUES LESS THAN ({Microseconds(day.AddDays(1)).ToString(CultureInfo.InvariantCulture)})");
                    await Run(
                        connection,
                        $"ALTER TABLE job_history REORGANIZE PARTITION later INTO ({string.Join(", ", parts)}, PARTITION later VALUES LESS THAN MAXVALUE)",
                        token);
                }

                var old = names.Where(name => name != "later" && string.CompareOrdinal(name, Name(before.UtcDateTime.Date)) < 0).ToList();
                if (old.Count > 0) await Run(connection, $"ALTER TABLE job_history DROP PARTITION {string.Join(", ", old)}", token);
                return old.Count;
            }
            finally
            {
                await Ask(connection, "SELECT RELEASE_LOCK('adilas.jobs.parts')", CancellationToken.None);
            }
        },
        cancellationToken);

    private async Task TidyFile(DateTimeOffset before, CancellationToken cancellationToken)
    {
        for (var piece = 0; piece < MaxPieces; piece++)
        {
            var dropped = await database.Write(
                async (connection, token) =>
                {
                    await using var command = connection.CreateCommand();
                    command.CommandText =
                        "DELETE FROM job_history WHERE rowid IN (SELECT rowid FROM job_history WHERE finished_at < @before LIMIT @rows)";
                    command.Add("@before", StoredTime.ToMicroseconds(before)).Add("@rows", PieceRows);
                    return await command.ExecuteNonQueryAsync(token);
                },
                cancellationToken);
            if (dropped < PieceRows) return;
        }
    }

    private static async Task<IReadOnlyList<string>> Parts(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT partition_name FROM information_schema.partitions WHERE table_schema = DATABASE() AND table_name = 'job_history'";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var names = new List<string>();
        while (await reader.ReadAsync(cancellationToken)) names.Add(reader.GetString(0));
        return names;
    }

    private static async Task<object?> Ask(DbConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private static async Task Run(DbConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string Name(DateTime day) => $"d{day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}";

    private static long Microseconds(DateTime day) => StoredTime.ToMicroseconds(new DateTimeOffset(day, TimeSpan.Zero));
}
