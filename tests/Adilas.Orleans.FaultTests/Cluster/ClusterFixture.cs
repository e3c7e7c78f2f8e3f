using Adilas.Calling;
using Adilas.LocalCluster;
using ClusterMember = Adilas.LocalCluster.ClusterMember;

namespace Adilas.Cluster;

/// <summary>Three silos and two web hosts on MariaDB, Redis and S3, with corporations. Each test leaves it as whole as it found it.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("cluster-").FullName;
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(5) };

    public TrialCluster Cluster { get; private set; } = null!;

    internal Api Api { get; private set; } = null!;

    internal IReadOnlyList<string> Corporations { get; } =
        [.. Enumerable.Range(0, Scenario.Size(usual: 30, full: 300)).Select(_ => Orders.NewId("corporation"))];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Cluster = await TrialCluster.Start(new()
        {
            DataFolder = folder,
            Environment = new Dictionary<string, string?> { ["RateLimits__RequestsPerSecond"] = "100000", ["RateLimits__Burst"] = "100000" },
        }, Cancelled);
        Api = new Api(Cluster.Url, Cluster.OperatorKey);
        await Parallel.ForEachAsync(
            Corporations, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (id, _) => await Api.Order(Orders.Line(id)));
        await Api.WaitForAll(Corporations);
    }

    /// <summary>Whatever was killed is back and ready, and no log holds a content or a secret.</summary>
    public async Task IsWhole()
    {
        foreach (var member in Cluster.Silos.Concat(Cluster.WebHosts)) await WaitFor(member);
        LogsHoldNone([.. Secrets()]);
    }

    public void LogsHoldNone(params string[] secrets) => HostLogs.HoldNothingSecret(Path.Combine(folder, "logs"), secrets);

    public Task WaitFor(ClusterMember member) => Deadline.Until(
        $"{member.Name} is ready",
        async token =>
        {
            using var answer = await http.GetAsync(new Uri($"{member.Url}/health/ready"), token);
            return member.ProcessId > 0 && answer.IsSuccessStatusCode;
        },
        Scenario.Limit,
        Cancelled);

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (Cluster is not null) await Cluster.DisposeAsync();
        Api?.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private IEnumerable<string> Secrets()
    {
        string[] files = ["operator.key", "seal-web.key", "seal-silo.key", "secrets.key", "mysql/password", "redis/password"];
        return files.Select(file => File.ReadAllText(Path.Combine(folder, file)).Trim()).Append(Cluster.S3.SecretKey);
    }
}

/// <summary>One test at a time: each kills what the others need, and nothing else may take the processors meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ClusterCollection : ICollectionFixture<ClusterFixture>
{
    public const string Name = "cluster";
}
