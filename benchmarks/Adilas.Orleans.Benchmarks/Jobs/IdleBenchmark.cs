using System.Diagnostics;
using System.Globalization;

namespace Adilas.Benchmarks;

/// <summary>
/// What a silo costs that nobody calls: statements that the database server is asked, and processor time, beside no corporations and beside many that
/// each have a schedule for next year.
/// </summary>
internal sealed class IdleBenchmark : IBenchmark
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(20);

    public string Name => "idle";

    public string Question => "What does it cost that corporations exist, while nothing is due?";

    public async Task<BenchmarkResult> Run(BenchmarkRun run, CancellationToken cancellationToken)
    {
        var most = run.IsQuick ? 5_000 : 50_000;
        var window = TimeSpan.FromSeconds(run.IsQuick ? 30 : 60);
        await using var hosts = await JobHosts.Start(1, cancellationToken);
        await Task.Delay(Settling, cancellationToken);
        var result = new BenchmarkResult(Name);
        await Measure(0);
        await Fill(hosts, most, cancellationToken);
        await Task.Delay(Settling, cancellationToken);
        await Measure(most);
        foreach (var (what, unit, goal) in new[] { ("statements", "", 1.1), ("processor time of the silo", "s", 1.2) })
            result.AtMost($"{what}, {Words(most)} × 0", result.Row(Row(what, most), unit).Median / result.Row(Row(what, 0), unit).Median, goal);
        return result;

        async Task Measure(int size)
        {
            for (var round = 0; round < (run.IsQuick ? 1 : 3); round++)
            {
                var (questions, processor) = (await Questions(), Processor());
                await Task.Delay(window, cancellationToken);
                result.Row(Row("statements", size), "").Add(await Questions() - questions);
                result.Row(Row("processor time of the silo", size), "s").Add((Processor() - processor).TotalSeconds);
            }
        }

        Task<long> Questions() =>
            hosts.Number("SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'QUESTIONS'", cancellationToken);

        TimeSpan Processor()
        {
            using var silo = Process.GetProcessById(hosts.SiloProcess);
            return silo.TotalProcessorTime;
        }

        string Row(string what, int size) => $"{what} in {window.TotalSeconds:0} s, {Words(size)} corporations with a far schedule";
    }

    private static string Words(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static async Task Fill(JobHosts hosts, int count, CancellationToken cancellationToken)
    {
        var far = (TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1_000) + (365L * 86_400_000_000);
        await hosts.Execute(
            $"""
            INSERT INTO corporation_fact (grain_key, source_version, mode, stack, changed_at) SELECT CONCAT('idle', seq), 1, 1, 'data0', 0 FROM seq_1_to_{count};
            INSERT INTO schedule_due (grain_key, source_version, corporation, name, every_s, queue, kind, is_enabled, is_legal_duty, due_at, wake_at, hold)
            SELECT CONCAT('idle', seq, '/schedule/far'), 1, CONCAT('idle', seq), 'far', 31536000, 'q', 'noop', 1, 0, {far} + seq, {far} + seq, 0
            FROM seq_1_to_{count};
            ANALYZE TABLE schedule_due, corporation_fact
            """,
            cancellationToken);
    }
}
