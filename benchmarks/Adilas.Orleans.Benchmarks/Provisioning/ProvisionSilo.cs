using System.Globalization;
using System.Security.Cryptography;
using Adilas.LocalCluster;
using MySqlConnector;

namespace Adilas.Benchmarks;

/// <summary>One silo process on a MariaDB server and a Redis server, with files in a folder.</summary>
internal sealed class ProvisionSilo : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly ChildProcess process;
    private readonly PortLease[] ports;

    private ProvisionSilo(ChildProcess process, PortLease[] ports, FrontEnd front) => (this.process, this.ports, Front) = (process, ports, front);

    public FrontEnd Front { get; }

    public static async Task<ProvisionSilo> Start(PrivateMySql mySql, PrivateRedis redis, string folder, CancellationToken cancellationToken)
    {
        await using (var connection = new MySqlConnection(mySql.ConnectionString))
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = new MySqlCommand("CREATE DATABASE adilas", connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        PortLease[] ports = [PortLease.Take(), PortLease.Take(), PortLease.Take()];
        Dictionary<string, string?> shared = new()
        {
            ["ConnectionStrings__Aurora"] = $"{mySql.ConnectionString};Database=adilas",
            ["Seal__WebKeys__0"] = Key(),
            ["Cluster__ClusterId"] = "bench",
        };
        var url = $"http://127.0.0.1:{ports[0].Port}";
        var command2 = HostCommand.Silo;
        var process = ChildProcess.Start(new("silo", command2.Program, command2.Arguments)
        {
            LogFile = Path.Combine(folder, "silo.log"),
            Environment = new Dictionary<string, string?>(shared)
            {
                ["ASPNETCORE_URLS"] = url,
                ["ConnectionStrings__Redis"] = redis.Configuration,
                ["Seal__SiloKeys__0"] = Key(),
                ["Secrets__Keys__0"] = Key(),
                ["ADILAS_OPERATOR_KEY"] = "ak_operator_" + RandomNumberGenerator.GetHexString(32),
                ["Objects__Folder"] = Path.Combine(folder, "objects"),
                ["Cluster__SiloPort"] = Number(ports[1].Port),
                ["Cluster__GatewayPort"] = Number(ports[2].Port),
                ["Cluster__AdvertisedAddress"] = "127.0.0.1",
                ["DOTNET_gcServer"] = "0",
            },
        });
        try
        {
            using var http = new HttpClient();
            await process.WaitUntil("answers /health/ready", async token =>
            {
                using var answer = await http.GetAsync(new Uri($"{url}/health/ready"), token);
                return answer.IsSuccessStatusCode;
            }, StartLimit, cancellationToken);
            return new ProvisionSilo(process, ports, await FrontEnd.Connect(shared, cancellationToken));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Front.DisposeAsync();
        await process.DisposeAsync();
        Array.ForEach(ports, port => port.Dispose());
    }

    private static string Key() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static string Number(int port) => port.ToString(CultureInfo.InvariantCulture);
}
