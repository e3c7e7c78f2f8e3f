namespace Adilas.LocalCluster;

public sealed class TrialClusterTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string folder = Directory.CreateTempSubdirectory("cluster-").FullName;
    private readonly HttpClient http = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_ends_with_all_its_processes_and_the_next_start_finds_the_same_data_keys_and_places()
    {
        string key;
        List<ClusterProcess> before;
        await using (var first = await Start(StandIn.Cluster with { Size = new(2, 1) }))
        {
            await first.Execute("CREATE TABLE adilas.kept (id INT PRIMARY KEY)");
            key = first.OperatorKey;
            before = first.Listed();
            Assert.Equal(["balancer", "mysql", "redis", "s3", "silo", "silo", "web"], before.Select(process => process.Role).Order());
            Assert.All(before, process => Assert.True(Directory.Exists($"/proc/{process.Pid}"), process.Role));
        }

        Assert.All(before, process => Assert.False(Directory.Exists($"/proc/{process.Pid}"), process.Role));
        Assert.False(File.Exists(Path.Combine(folder, "cluster.json")));

        await using var second = await Start(StandIn.Cluster with { Size = new(2, 1) });
        Assert.Equal(0L, await second.Execute("SELECT COUNT(*) FROM adilas.kept"));
        Assert.Equal(key, second.OperatorKey);
        Assert.Equal(before.Select(process => process.Url).Order(), second.Listed().Select(process => process.Url).Order());
    }

    [Fact]
    public async Task Without_restarts_what_dies_stays_down_until_it_is_started()
    {
        await using var cluster = await Start(StandIn.Cluster with { Size = new(2, 1), Restart = false });
        var silo = cluster.Silos[1];

        silo.Kill();
        await Deadline.Until("the list is without it", _ => Task.FromResult(cluster.Listed().Count(p => p.Role is "silo") is 1), Limit, Cancelled);
        await silo.Start(Cancelled);

        Assert.True(silo.ProcessId > 0);
        Assert.True((await http.GetAsync(new Uri(silo.Url), Cancelled)).IsSuccessStatusCode);
    }

    [Fact]
    public async Task What_does_not_come_up_is_named_with_its_log_and_everything_else_is_stopped()
    {
        var failure = await Assert.ThrowsAsync<ProcessFailedException>(
            () => Start(StandIn.Cluster with { Size = new(1, 1), SiloCommand = StandIn.Broken }));

        var log = Path.Combine(folder, "logs", "silo-1.log");
        Assert.Contains("'silo-1'", failure.Message, StringComparison.Ordinal);
        Assert.Contains(log, failure.Message, StringComparison.Ordinal);
        Assert.Contains("this cannot work", await File.ReadAllTextAsync(log, Cancelled), StringComparison.Ordinal);

        using var free = FileLock.TryTake(Path.Combine(folder, "lock"));
        Assert.NotNull(free);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        http.Dispose();
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private Task<TrialCluster> Start(TrialClusterOptions options) => TrialCluster.Start(options with { DataFolder = folder }, Cancelled);
}
