namespace Adilas.LocalCluster;

/// <summary>Tests that leave the cluster as whole as they found it.</summary>
public sealed class SharedClusterTests(SharedClusterTests.Fixture shared) : IClassFixture<SharedClusterTests.Fixture>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly HttpClient Http = new();

    private readonly TrialCluster cluster = shared.Cluster;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hosts_get_the_keys_that_are_theirs_and_no_others()
    {
        var silo = await Http.GetStringAsync(new Uri(cluster.Silos[0].Url), Cancelled);
        var web = await Http.GetStringAsync(new Uri(cluster.WebHosts[0].Url), Cancelled);

        string[] everybody = ["ConnectionStrings__Aurora=", "ConnectionStrings__Redis=", "Seal__WebKeys__0=", "Cluster__ClusterId="];
        string[] silosOnly = ["Seal__SiloKeys__0=", "Secrets__Keys__0=", "ADILAS_OPERATOR_KEY=", "Objects__SecretKey=", "Cluster__SiloPort="];
        Assert.All(everybody, name => Assert.Contains(name, silo, StringComparison.Ordinal));
        Assert.All(everybody, name => Assert.Contains(name, web, StringComparison.Ordinal));
        Assert.All(silosOnly, name => Assert.Contains(name, silo, StringComparison.Ordinal));
        Assert.All(silosOnly, name => Assert.DoesNotContain(name, web, StringComparison.Ordinal));
        Assert.Contains(cluster.OperatorKey, silo, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_web_host_costs_nobody_an_error_and_comes_back()
    {
        var victim = cluster.WebHosts[0];
        var before = victim.ProcessId;

        victim.Kill();
        while (victim.ProcessId is 0 || victim.ProcessId == before)
        {
            Assert.True((await Http.GetAsync(new Uri(cluster.Url), Cancelled)).IsSuccessStatusCode);
            using var body = new StringContent("content");
            Assert.True((await Http.PostAsync(new Uri(cluster.Url), body, Cancelled)).IsSuccessStatusCode);
        }

        await Deadline.Until(
            "the list names the new process", _ => Task.FromResult(cluster.Listed().Any(process => process.Pid == victim.ProcessId)), Limit, Cancelled);
        Assert.DoesNotContain(before, cluster.Listed().Select(process => process.Pid));
        await Deadline.Until("both hosts serve again", async _ => (await Ports(cluster)).Count is 2, Limit, Cancelled);
    }

    [Fact]
    public async Task A_killed_store_comes_back_in_its_place_with_its_data()
    {
        await cluster.Execute("CREATE TABLE adilas.kept (id INT PRIMARY KEY)");
        var before = cluster.MySql.ProcessId;

        await cluster.MySql.Kill();

        await Deadline.Until(
            "the server is back", _ => Task.FromResult(cluster.MySql.ProcessId > 0 && cluster.MySql.ProcessId != before), Limit, Cancelled);
        Assert.Equal(0L, await cluster.Execute("SELECT COUNT(*) FROM adilas.kept"));
    }

    [Fact]
    public async Task Secrets_are_for_their_owner_only()
    {
        string[] secrets = ["operator.key", "seal-web.key", "seal-silo.key", "secrets.key", "mysql/password", "redis/password", "redis/redis.conf"];
        Assert.All(secrets, name =>
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(shared.Folder, name))));
    }

    [Fact]
    public async Task Two_clusters_cannot_use_one_folder()
    {
        var refused = await Assert.ThrowsAsync<IOException>(() => TrialCluster.Start(StandIn.Cluster with { DataFolder = shared.Folder }, Cancelled));
        Assert.Contains(shared.Folder, refused.Message, StringComparison.Ordinal);
    }

    private static async Task<HashSet<string>> Ports(TrialCluster cluster)
    {
        HashSet<string> answered = [];
        for (var call = 0; call < 4; call++)
        {
            var environment = await Http.GetStringAsync(new Uri(cluster.Url), Cancelled);
            answered.Add(environment.Split('\n').Single(line => line.StartsWith("ASPNETCORE_URLS=", StringComparison.Ordinal)));
        }

        return answered;
    }

    public sealed class Fixture : IAsyncLifetime
    {
        public string Folder { get; } = Directory.CreateTempSubdirectory("cluster-").FullName;

        public TrialCluster Cluster { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Cluster = await TrialCluster.Start(StandIn.Cluster with { DataFolder = Folder }, Cancelled);

        public async ValueTask DisposeAsync()
        {
            await Cluster.DisposeAsync();
            Directory.Delete(Folder, recursive: true);
        }
    }
}
