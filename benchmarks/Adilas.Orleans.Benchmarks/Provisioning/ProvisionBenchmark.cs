using System.Diagnostics;
using System.Globalization;
using Adilas.LocalCluster;
using MySqlConnector;
using StackExchange.Redis;

namespace Adilas.Benchmarks;

/// <summary>
/// One MariaDB server that keeps each commit, one Redis. In turn: the script in this process, and a silo process with recipe <c>standard</c>
/// ordered by a client in this process; each makes the same 30 tables in a database of the corporation's own. Ours also makes a database
/// user with rights on it alone, settings, owner and register entry, and stores each step before and after.
/// </summary>
internal sealed class ProvisionBenchmark : IBenchmark
{
    private const string Script = "script, all tables in one send";
    private const string ByStatement = "script, statement by statement";
    private const string Ours = "recipe 'standard'";
    private const string Each = "ms each";
    private const string Sustained = "recipe 'small', 32 at once";
    private const string Paced = "recipe 'small', ordered at 50/s";
    private const int SmallPerSecond = 50;

    // The silo is a process of its own, and until then it compiles more than it works.
    private const int WarmUps = 40;

    private int last;

    public string Name => "provision";

    public string Question => "What does a corporation that survives any crash cost, against a script that does not?";

    public async Task<BenchmarkResult> Run(BenchmarkRun run, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("adilas-bench-").FullName;
        await using var mySql = await PrivateMySql.Start(cancellationToken: cancellationToken);
        await using var redis = await PrivateRedis.Start(cancellationToken: cancellationToken);
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        var script = new ProvisionScript(mySql.ConnectionString, connection.GetDatabase(), folder, Path.Combine(AppContext.BaseDirectory, "recipes"));
        var result = new BenchmarkResult(Name);
        await using (var silo = await ProvisionSilo.Start(mySql, redis, folder, cancellationToken))
        {
            await WarmUp(script, silo.Front, cancellationToken);
            await DropAll(mySql, cancellationToken);
            for (var round = 0; round < run.Rounds; round++)
            {
                await Own(result, script, silo.Front, atOnce: run.IsQuick ? 8 : 16, cancellationToken);
                await Small(result, silo.Front, run.IsQuick ? 100 : 500, cancellationToken);
                await DropAll(mySql, cancellationToken);
            }
        }

        Judge(result);
        Directory.Delete(folder, recursive: true);
        return result;
    }

    private static void Judge(BenchmarkResult result)
    {
        double Median(string row, string unit) => result.Row(row, unit).Median;
        result.AtMost("cost against the script", Median(Ours, Each) / Median(Script, Each), 1.3);
        foreach (var parallel in (int[])[4, 8])
            result.AtLeast($"rate against the script, {parallel} at once", Median($"{Script}, {parallel} at once", Each) / Median($"{Ours}, {parallel} at once", Each), 0.9);
        result.AtLeast("small corporations a second", Median(Sustained, "corporations/s"), SmallPerSecond);
        result.AtMost("s for the slowest hundredth of small ones at 50/s", Median($"{Paced}, p99", "ms") / 1000, 1);
    }

    private async Task WarmUp(ProvisionScript script, FrontEnd front, CancellationToken cancellationToken)
    {
        for (var number = 0; number < WarmUps; number++)
        {
            await script.MakeAtOnce(NextId());
            await front.Make(NextId(), "standard", cancellationToken);
            await front.Make(NextId(), "small", cancellationToken);
        }
    }

    /// <summary>One after the other, then several at once; script and ours in turn.</summary>
    private async Task Own(BenchmarkResult result, ProvisionScript script, FrontEnd front, int atOnce, CancellationToken cancellationToken)
    {
        Task OursMakes(string id) => front.Make(id, "standard", cancellationToken);
        var (peers, ours) = (new Samples(), new Samples());
        for (var number = 0; number < 5; number++)
        {
            peers.Add(await Measure(1, 1, script.MakeAtOnce));
            ours.Add(await Measure(1, 1, OursMakes));
        }

        result.Row(ByStatement, Each).Add(await Measure(1, 1, script.MakeByStatement));
        result.Row(Script, Each).Add(peers.Median);
        result.Row(Ours, Each).Add(ours.Median);
        foreach (var parallel in (int[])[4, 8])
        {
            result.Row($"{Script}, {parallel} at once", Each).Add(await Measure(atOnce, parallel, script.MakeAtOnce));
            result.Row($"{Ours}, {parallel} at once", Each).Add(await Measure(atOnce, parallel, OursMakes));
        }
    }

    private async Task<double> Measure(int count, int parallel, Func<string, Task> make)
    {
        var watch = Stopwatch.StartNew();
        await Parallel.ForAsync(
            0, count, new ParallelOptions { MaxDegreeOfParallelism = parallel }, async (_, _) => await make(NextId()));
        return watch.Elapsed.TotalMilliseconds / count;
    }

    private async Task Small(BenchmarkResult result, FrontEnd front, int count, CancellationToken cancellationToken)
    {
        var each = await Measure(count, 32, id => front.Make(id, "small", cancellationToken));
        result.Row(Sustained, "corporations/s").Add(1000 / each);

        // Orders come when they come, however long earlier ones take.
        var started = Stopwatch.GetTimestamp();
        var waits = await Task.WhenAll(Enumerable.Range(0, count).Select(async number =>
        {
            var due = TimeSpan.FromSeconds((double)number / SmallPerSecond);
            if (due > Stopwatch.GetElapsedTime(started)) await Task.Delay(due - Stopwatch.GetElapsedTime(started), cancellationToken);
            await front.Make(NextId(), "small", cancellationToken);
            return (Stopwatch.GetElapsedTime(started) - due).TotalMilliseconds;
        }));
        var samples = new Samples();
        Array.ForEach(waits, samples.Add);
        result.Row($"{Paced}, p50", "ms").Add(samples.Median);
        result.Row($"{Paced}, p99", "ms").Add(samples.Percentile(0.99));
    }

    /// <summary>Tables left behind would slow down whoever comes later. The shared database stays: small corporations live in it.</summary>
    private static async Task DropAll(PrivateMySql mySql, CancellationToken cancellationToken)
    {
        await using var connection = new MySqlConnection(mySql.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        List<string> names = [];
        await using (var list = new MySqlCommand(
            "SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE 'bench%' OR schema_name IN "
            + "(SELECT name FROM adilas.database_allocation WHERE corporation IS NOT NULL)", connection))
        await using (var reader = await list.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken)) names.Add(reader.GetString(0));
        }

        foreach (var name in names)
        {
            await using var drop = new MySqlCommand($"DROP DATABASE `{name}`; DROP USER IF EXISTS '{name}'@'%'", connection) { CommandTimeout = 300 };
            await drop.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>Good for a database's name and for a corporation's id, which have no character in common but letters and digits.</summary>
    private string NextId() => string.Create(CultureInfo.InvariantCulture, $"bench{Interlocked.Increment(ref last)}");
}
