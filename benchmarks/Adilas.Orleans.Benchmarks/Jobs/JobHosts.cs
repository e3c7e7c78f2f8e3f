using System.Collections.Immutable;
using System.Data;
using System.Globalization;
using Adilas.Corporations;
using Adilas.Jobs;
using MySqlConnector;

namespace Adilas.Benchmarks;

/// <summary>One silo with its workers on MariaDB, and corporations whose settings bound nothing.</summary>
internal sealed class JobHosts(SettingsHosts hosts) : IAsyncDisposable
{
    public const string Kind = "noop";

    public IReadOnlyList<CorporationId> Corporations => hosts.Corporations;

    public FrontEnd Front => hosts.Front;

    public string Database => $"{hosts.ServerConnection};Database=adilas";

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

    /// <summary>How long after the later of their time and their order jobs of a queue were begun, in milliseconds; forgets them.</summary>
    public async Task<Samples> Delays(string queue, string since, CancellationToken cancellationToken)
    {
        await using var connection = new MySqlConnection(Database);
        await connection.OpenAsync(cancellationToken);
        await using var command = new MySqlCommand($"SELECT started_at - {since} FROM job_history WHERE queue = @queue", connection);
        command.Parameters.AddWithValue("@queue", queue);
        var delays = new Samples();
        await using (var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleResult, cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken)) delays.Add(reader.GetInt64(0) / 1_000.0);
        }

        return delays;
    }

    public async Task<long> Number(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new MySqlConnection(Database);
        await connection.OpenAsync(cancellationToken);
        await using var command = new MySqlCommand(sql, connection) { CommandTimeout = 300 };
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    }

    public ValueTask DisposeAsync() => hosts.DisposeAsync();
}
