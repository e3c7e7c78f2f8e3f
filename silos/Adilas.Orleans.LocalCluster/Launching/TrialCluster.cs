using System.Globalization;
using MySqlConnector;

namespace Adilas.LocalCluster;

/// <summary>
/// A whole cluster as processes on this machine: private stores, silos, web hosts and a balancer. Nothing of it outlives this process.
/// </summary>
public sealed class TrialCluster : IAsyncDisposable
{
    private readonly ClusterFolder folder;
    private readonly TrialClusterOptions options;
    private readonly List<PortLease> ports = [];
    private readonly List<ClusterMember> members = [];
    private Supervisor? supervisor;

    private TrialCluster(TrialClusterOptions options)
    {
        this.options = options;
        folder = new ClusterFolder(options.DataFolder);
    }

    /// <summary>The balancer's address, which is where everybody calls.</summary>
    public string Url => members.Single(member => member.Role is "balancer").Url;

    public string OperatorKey => folder.OperatorKey;

    /// <summary>The file that holds the operator key, for its owner only.</summary>
    public string OperatorKeyFile => folder.OperatorKeyFile;

    /// <summary>The list of the processes that run now, as the file of this name has it.</summary>
    public string ProcessesFile => folder.ProcessesFile;

    /// <summary>What a C# front end has in its environment to call the cluster. It holds a password and a key that signs callers.</summary>
    public IReadOnlyDictionary<string, string?> FrontEndEnvironment { get; private set; } = new Dictionary<string, string?>();

    public PrivateMySql MySql { get; private set; } = null!;

    public PrivateRedis Redis { get; private set; } = null!;

    public PrivateS3 S3 { get; private set; } = null!;

    public IReadOnlyList<ClusterMember> Silos => OfRole("silo");

    public IReadOnlyList<ClusterMember> WebHosts => OfRole("web");

    public ClusterMember Balancer => OfRole("balancer")[0];

    /// <exception cref="ProcessFailedException">A process did not become ready; the message names its log.</exception>
    public static async Task<TrialCluster> Start(TrialClusterOptions options, CancellationToken cancellationToken = default)
    {
        var cluster = new TrialCluster(options);
        try
        {
            await cluster.StartStores(cancellationToken);
            cluster.PlanHosts();
            await cluster.StartHosts(cancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops everything in good order: those who call before those who are called.</summary>
    public async ValueTask DisposeAsync()
    {
        if (supervisor is not null) await supervisor.DisposeAsync();
        foreach (var roles in (string[][])[["balancer"], ["web"], ["silo"], ["s3", "redis", "mysql"]])
        {
            var leaving = members.Where(member => roles.Contains(member.Role)).ToList();
            if (leaving.Count > 0 && leaving.Any(member => member.ProcessId > 0)) options.Report($"stopping {string.Join(", ", roles)}");
            await Task.WhenAll(leaving.Select(member => member.Stop()));
            await Task.WhenAll(leaving.Select(member => member.DisposeAsync().AsTask()));
        }

        ports.ForEach(port => port.Dispose());
        folder.Dispose();
    }

    private List<ClusterMember> OfRole(string role) => [.. members.Where(member => member.Role == role)];

    private async Task StartStores(CancellationToken cancellationToken)
    {
        options.Report("starting mysql, redis, s3");
        var mySql = PrivateMySql.Start(StoreOptions("mysql"), cancellationToken);
        var redis = PrivateRedis.Start(StoreOptions("redis"), appendOnly: true, cancellationToken);
        var s3 = PrivateS3.Start(StoreOptions("s3"), cancellationToken: cancellationToken);

        // Each is taken over before any failure counts, so that whatever came up is stopped again.
        await Task.WhenAll(
            Adopt(mySql, server => MySql = server, "mysql", "mysql"),
            Adopt(redis, server => Redis = server, "redis", "redis"),
            Adopt(s3, server => S3 = server, "s3", "http"));
        members.Sort((one, other) => string.CompareOrdinal(one.Name, other.Name));

        await using var connection = new MySqlConnection(MySql.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new MySqlCommand($"CREATE DATABASE IF NOT EXISTS {HostEnvironment.PlatformDatabase}", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private PrivateServerOptions StoreOptions(string store)
    {
        var port = Lease(store);
        return new() { DataFolder = folder.DataOf(store), Port = port, LogFile = folder.LogOf(store) };
    }

    private async Task Adopt<T>(Task<T> starting, Action<T> keep, string role, string scheme) where T : PrivateServer
    {
        var server = await starting;
        keep(server);
        var member = new StoreMember(role, $"{scheme}://127.0.0.1:{server.Port}", server);
        await member.Start();
        lock (members) members.Add(member);
    }

    private void PlanHosts()
    {
        var environment = new HostEnvironment(folder, ClusterId(), MySql, Redis, S3);
        FrontEndEnvironment = environment.FrontEnd();
        var (silo, web) = (options.SiloCommand ?? HostCommand.Silo, options.WebCommand ?? HostCommand.Web);
        for (var number = 1; number <= options.Size.Silos; number++)
        {
            var name = $"silo-{number}";
            var url = LocalUrl(Lease(name));
            AddHost(name, "silo", url, silo, environment.Silo(url, Lease($"{name}-silo"), Lease($"{name}-gateway")));
        }

        for (var number = 1; number <= options.Size.WebHosts; number++)
        {
            var name = $"web-{number}";
            var url = LocalUrl(Lease(name));
            AddHost(name, "web", url, web, environment.Web(url));
        }

        PlanBalancer();
    }

    private void PlanBalancer()
    {
        if (options.Port is { } port && !PortLease.IsFree(port)) throw new IOException($"Port {port} is in use.");
        var url = $"http://localhost:{options.Port ?? Lease("balancer")}";
        var command = HostCommand.Balancer;
        command = command with { Arguments = [.. command.Arguments, url, .. WebHosts.Select(host => host.Url)] };
        members.Add(new HostMember("balancer", "balancer", url, command, folder.LogOf("balancer")) { Environment = new Dictionary<string, string?>() });
    }

    private void AddHost(string name, string role, string url, HostCommand command, Dictionary<string, string?> environment)
    {
        foreach (var (variable, value) in options.Environment) environment[variable] = value;
        members.Add(new HostMember(name, role, url, command, folder.LogOf(name)) { Environment = environment });
    }

    private async Task StartHosts(CancellationToken cancellationToken)
    {
        supervisor = new Supervisor(folder, members, options.Restart, TimeProvider.System, options.Report);
        supervisor.Start();
        foreach (var role in (string[])["silo", "web", "balancer"])
        {
            options.Report($"starting {role}");

            // All at once: silos that come back after a crash wait for each other.
            await Task.WhenAll(OfRole(role).Select(member => member.Start(cancellationToken)));
        }

        await Deadline.Until(
            "the list of processes is complete", _ => Task.FromResult(File.Exists(ProcessesFile) && supervisor.Lists(members.Count)),
            TimeSpan.FromSeconds(5), cancellationToken);
    }

    private int Lease(string user)
    {
        var lease = folder.PortOf(user);
        ports.Add(lease);
        return lease.Port;
    }

    private static string LocalUrl(int port) => $"http://127.0.0.1:{port}";

    private static string ClusterId() =>
        "local-" + TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}
