using Adilas.Calling;
using Adilas.LocalCluster;

namespace Adilas.Cluster;

/// <summary>A silo on MariaDB and S3 dies in the provisioning of a corporation with a database, a database user and a bucket of its own.</summary>
[Collection(AloneCollection.Name)]
public sealed class ProvisioningCrashTests : IAsyncLifetime
{
    // From the last to the first: what died at a later point is past this one, and does not die of it in the next life. It does begin
    // the same step again, so a life without a point lies between the two of one step.
    private static readonly string[] Points = Scenario.Size<string[]>(
        usual: ["database:after", "none", "database:before"],
        full:
        [
            "register:after", "owner:after", "settings:after", "files:after", "tables:after", "database:after", "place:after", "none",
            "register:before", "owner:before", "settings:before", "files:before", "tables:before", "database:before", "place:before",
        ]);

    private readonly string folder = Directory.CreateTempSubdirectory("crash-").FullName;
    private readonly List<string> ordered = [];
    private TrialCluster cluster = null!;
    private Api api = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string CrashPointFile => Path.Combine(folder, "crash-at");

    [Fact]
    public async Task Killed_at_any_step_it_finishes_by_itself_after_the_next_start()
    {
        foreach (var point in Points.Append("none"))
        {
            await StartSiloAgain(point);
            if (ordered.Count > 0) await api.WaitFor(ordered[^1], "ready");
            if (point is not "none") await DieOf(point);
        }

        foreach (var id in ordered) Assert.Equal("ready", await api.ProvisioningState(id));
        var census = await api.Census();
        Assert.Empty(census.GetProperty("orphans").EnumerateArray());
        string[] kinds = ["databases", "databaseUsers", "buckets"];
        Assert.All(kinds, kind => Assert.Equal(ordered.Count, census.GetProperty(kind).GetInt32()));
        HostLogs.HoldNothingSecret(Path.Combine(folder, "data", "logs"), [cluster.OperatorKey, cluster.MySql.Password, cluster.S3.SecretKey]);
    }

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(CrashPointFile, "none", Cancelled);
        cluster = await TrialCluster.Start(new()
        {
            Size = new(1, 1),
            DataFolder = Path.Combine(folder, "data"),
            Restart = false,
            SiloCommand = WithCrashPointFrom(CrashPointFile, HostCommand.Silo),
            Environment = new Dictionary<string, string?> { ["ASPNETCORE_ENVIRONMENT"] = "Development" },
        }, Cancelled);
        api = new Api(cluster.Url, cluster.OperatorKey);
    }

    public async ValueTask DisposeAsync()
    {
        api?.Dispose();
        if (cluster is not null) await cluster.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The host, with the point at which it shall die read from a file at each start.</summary>
    private static HostCommand WithCrashPointFrom(string file, HostCommand host) => new(
        "sh", ["-c", "ADILAS_CRASH_AT=$(cat \"$0\"); export ADILAS_CRASH_AT; exec \"$@\"", file, host.Program, .. host.Arguments]);

    private async Task StartSiloAgain(string crashPoint)
    {
        await File.WriteAllTextAsync(CrashPointFile, crashPoint, Cancelled);
        cluster.Silos[0].Kill();
        await Died();
        await cluster.Silos[0].Start(Cancelled);
    }

    private async Task DieOf(string point)
    {
        var id = Orders.NewId(point.Replace(':', '-'));
        ordered.Add(id);

        // The silo may be gone before the answer is.
        using var answer = await api.SendOrder(Orders.Line(id, "standard"), Cancelled);
        await Died();
    }

    private Task Died() =>
        Deadline.Until("the silo has died", _ => Task.FromResult(cluster.Silos[0].ProcessId is 0), Scenario.Limit, Cancelled);
}

/// <summary>For tests with a cluster of their own: nothing else may take the processors meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
