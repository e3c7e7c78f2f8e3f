using System.Collections.Immutable;
using System.Data;
using System.Globalization;
using Adilas.Corporations;
using Adilas.Jobs;
using MySqlConnector;
using StackExchange.Redis;

namespace Adilas.Benchmarks;

/// <summary>One silo with its workers on MariaDB, and corporations whose settings bound nothing.</summary>
internal sealed class JobHosts(SettingsHosts hosts) : IAsyncDisposable
{
    public const string Kind = "noop";

    public IReadOnlyList<CorporationId> Corporations => hosts.Corporations;

    public FrontEnd Front => hosts.Front;

    public IDatabase Redis => hosts.Redis.GetDatabase();

    public int SiloProcess => hosts.SiloProcess;

    /// <summary>The database server, without a database.</summary>
    public string Server => hosts.ServerConnection;

    public string Database => $"{Server};Database=adilas";

    public static async Task<JobHosts> Start(int corporations, CancellationToken cancellationToken)
    {
        var hosts = await SettingsHosts.Start(corporations, cancellationToken);
        await hosts.Set("system", """{"work":{"parallel":10000,"rate":100000}}""", cancellationToken);
        return new JobHosts(hosts);
    }

    public Task SetWeight(CorporationId corporation, int weight, CancellationToken cancellationToken) => hosts.Set(
        $"corporation:{corporation}", string.Create(CultureInfo.InvariantCulture, $$$"""{"work":{"weight":{{{weight}}}}}"""), cancellationToken);

    public async Task<ImmutableArray<OrderedJob>> Order(
        int corporation, int count, CancellationToken cancellationToken, DateTimeOffset? dueAt = null, string queue = "bench", string payload = "{}")
    {
        using var caller = Front.Enter();
        return await Front.Grains.JobQueue(Corporations[corporation])
            .Order([.. Enumerable.Range(0, count).Select(_ => new JobOrder(queue, Kind, payload, dueAt))], cancellationToken);
    }

    /// <summary>Waits until no job is left that has not ended.</summary>
    public async Task WhenDone(CancellationToken cancellationToken)
    {
        while (await Number("SELECT EXISTS (SELECT 1 FROM job)", cancellationToken) != 0) await Task.Delay(10, cancellationToken);
    }

    /// <summary>Reads times of the store, in milliseconds.</summary>
    public async Task<IReadOnlyList<double>> Read(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new MySqlConnection(Database);
        await connection.OpenAsync(cancellationToken);
        await using var command = new MySqlCommand(sql, connection);
        var times = new List<double>();
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleResult, cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) times.Add(reader.GetInt64(0) / 1_000.0);
        return times;
    }

    public async Task<long> Number(string sql, CancellationToken cancellationToken) =>
        Convert.ToInt64(await Execute(sql, cancellationToken), CultureInfo.InvariantCulture);

    public async Task<object?> Execute(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new MySqlConnection(Database);
        await connection.OpenAsync(cancellationToken);
        await using var command = new MySqlCommand(sql, connection) { CommandTimeout = 300 };
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => hosts.DisposeAsync();
}
