using System.Diagnostics;
using System.Globalization;
using MySqlConnector;
using StackExchange.Redis;

namespace Adilas.Benchmarks;

/// <summary>
/// The statements with which a dispatcher and a queue find due work, beside none and many other jobs that wait, and the same asked of a sorted
/// set in Redis. And what a waiting job takes up in the database; a silo remembers no more than the next 256 of a line.
/// </summary>
internal sealed class DueBenchmark : IBenchmark
{
    private const int Due = 100;
    private const string Set = "peer:due";

    public string Name => "due";

    public string Question => "What does it cost to find what is due, beside how many other jobs?";

    public async Task<BenchmarkResult> Run(BenchmarkRun run, CancellationToken cancellationToken)
    {
        var sizes = run.IsQuick ? new[] { 0, 100_000 } : [0, 1_000_000, 10_000_000];
        await using var hosts = await JobHosts.Start(1, cancellationToken);
        var result = new BenchmarkResult(Name);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1_000;
        await Fill(hosts, "due", Due, now - Due, cancellationToken);
        await hosts.Redis.SortedSetAddAsync(Set, [.. Enumerable.Range(1, Due).Select(number => new SortedSetEntry(-number, now - Due + number))]);
        var stored = 0;
        foreach (var size in sizes)
        {
            // A thousand corporations with jobs for next year.
            while (stored < size)
            {
                await Fill(hosts, $"later{stored / 10_000 % 1_000}", 10_000, now + (365L * 86_400_000_000), cancellationToken, stored);
                await hosts.Redis.SortedSetAddAsync(
                    Set, [.. Enumerable.Range(stored, 10_000).Select(number => new SortedSetEntry(number, now + (365d * 86_400_000_000) + number))]);
                stored += 10_000;
            }

            await hosts.Execute("ANALYZE TABLE job, job_line", cancellationToken);
            var others = $"beside {size.ToString("N0", CultureInfo.InvariantCulture)}";
            for (var round = 0; round < run.Rounds; round++)
            {
                result.Row($"which corporations, {others}", "ms").Add(await Time(
                    hosts, $"SELECT corporation, due_at FROM job_line WHERE lane = '~bench' AND due_at <= {now} ORDER BY due_at, corporation LIMIT 1000", cancellationToken));
                result.Row($"which jobs of one, {others}", "ms").Add(await Time(
                    hosts,
                    $"SELECT job_id FROM job WHERE corporation = 'due' AND lane = '~bench' AND queue = 'q' AND priority = 5 AND next_at <= {now} ORDER BY next_at LIMIT 256",
                    cancellationToken));
                result.Row($"sorted set in Redis, {others}", "ms").Add(await Time(() => hosts.Redis.SortedSetRangeByScoreAsync(Set, stop: now, take: 256)));
            }
        }

        result.Row("a waiting job with 100 bytes of payload, in tables and indexes", "bytes").Add(await hosts.Number(
            "SELECT CAST(SUM(data_length + index_length) / MAX(table_rows) AS INT) FROM information_schema.tables WHERE table_schema = 'adilas' AND table_name = 'job'",
            cancellationToken));

        var most = sizes[^1].ToString("N0", CultureInfo.InvariantCulture);
        foreach (var what in new[] { "which corporations", "which jobs of one" })
            result.AtMost($"{what}, {most} × 0", result.Row($"{what}, beside {most}", "ms").Median / result.Row($"{what}, beside 0", "ms").Median, 1.2);
        return result;
    }

    private static async Task Fill(JobHosts hosts, string corporation, int count, long nextAt, CancellationToken cancellationToken, int from = 0)
    {
        await using var connection = new MySqlConnection(hosts.Database);
        await connection.OpenAsync(cancellationToken);
        await using var command = new MySqlCommand(
            $"""
            INSERT INTO job (corporation, job_id, queue, kind, lane, next_at, due_at, priority, attempt, max_attempts, attempts_each, deadline_s, backoff_s,
              created_at, created_by, write_id, payload)
            SELECT '{corporation}', CONCAT('j', {from} + seq), 'q', 'noop', '~bench', {nextAt} + seq, {nextAt}, 5, 0, 5, 5, 60, 5, 0, 'bench', 0, REPEAT('x', 100)
            FROM seq_1_to_{count};
            INSERT INTO job_line (corporation, lane, queue, priority, due_at) VALUES ('{corporation}', '~bench', 'q', 5, {nextAt})
              ON DUPLICATE KEY UPDATE due_at = due_at
            """,
            connection)
        { CommandTimeout = 300 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<double> Time(JobHosts hosts, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new MySqlConnection(hosts.Database);
        await connection.OpenAsync(cancellationToken);
        await using var command = new MySqlCommand(sql, connection);
        return await Time(async () =>
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken)) { }
        });
    }

    private static async Task<double> Time(Func<Task> ask)
    {
        var times = new Samples();
        for (var number = 0; number < 300; number++)
        {
            var began = Stopwatch.GetTimestamp();
            await ask();
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return times.Median;
    }
}
