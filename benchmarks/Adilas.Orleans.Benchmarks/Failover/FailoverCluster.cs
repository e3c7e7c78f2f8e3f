using System.Globalization;
using Adilas.Corporations;
using Adilas.LocalCluster;

namespace Adilas.Benchmarks;

/// <summary>Three silos with corporations, and processes that load them.</summary>
internal sealed class FailoverCluster : IAsyncDisposable
{
    private const int AtOnce = 16;

    private readonly string folder;
    private readonly TrialCluster cluster;
    private readonly FrontEnd front;
    private readonly IReadOnlyDictionary<string, string?> loadEnvironment;
    private int loads;

    private FailoverCluster(
        string folder, TrialCluster cluster, FrontEnd front, IReadOnlyList<string> ids, IReadOnlyDictionary<string, string?> loadEnvironment)
    {
        (this.folder, this.cluster, this.front, Ids) = (folder, cluster, front, ids);
        this.loadEnvironment = new Dictionary<string, string?>(cluster.FrontEndEnvironment.Concat(loadEnvironment));
        File.WriteAllLines(IdsFile, ids);
    }

    public IReadOnlyList<string> Ids { get; }

    public IReadOnlyList<LocalCluster.ClusterMember> Silos => cluster.Silos;

    /// <summary>Whether what all processes have logged is left to whoever looks for the reason.</summary>
    public bool KeepsFolder { get; set; }

    private string IdsFile => Path.Combine(folder, "ids");

    public static async Task<FailoverCluster> Start(
        int corporations,
        IReadOnlyDictionary<string, string?> siloEnvironment,
        IReadOnlyDictionary<string, string?> loadEnvironment,
        CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("adilas-bench-").FullName;
        var cluster = await TrialCluster.Start(
            new() { Size = new(3, 1), DataFolder = Path.Combine(folder, "cluster"), Restart = false, Environment = siloEnvironment }, cancellationToken);
        var front = await FrontEnd.Connect(cluster.FrontEndEnvironment, cancellationToken);
        var ids = Enumerable.Range(1, corporations).Select(number => string.Create(CultureInfo.InvariantCulture, $"bench{number}")).ToList();
        await Parallel.ForEachAsync(
            ids,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (id, token) => await front.Make(id, "small", token));
        return new FailoverCluster(folder, cluster, front, ids, loadEnvironment);
    }

    public LoadProcess StartLoad()
    {
        var callsFile = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"calls-{++loads}"));
        var program = new HostCommand("dotnet", typeof(FailoverLoad).Assembly.Location, FailoverLoad.Mode, IdsFile, callsFile);
        return new LoadProcess(
            ChildProcess.Start(new("load", program.Program, program.Arguments) { Environment = loadEnvironment, LogFile = $"{callsFile}.log" }), callsFile);
    }

    /// <summary>The numbers of the corporations whose grains live on a silo.</summary>
    public async Task<HashSet<long>> CorporationsOn(int silo, CancellationToken cancellationToken)
    {
        // The cluster keeps each member's ports by its name, as its documentation says.
        var portFile = Path.Combine(folder, "cluster", "ports", string.Create(CultureInfo.InvariantCulture, $"silo-{silo + 1}-silo"));
        var port = int.Parse(await File.ReadAllTextAsync(portFile, cancellationToken), CultureInfo.InvariantCulture);
        using var caller = front.Enter();
        var statistics = await front.Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics(null, null, cancellationToken);
        var there = statistics.Where(one => one.SiloAddress.Endpoint.Port == port).Select(one => one.GrainId).ToHashSet();
        return [.. Ids.Select((id, index) => (Id: front.Grains.Corporation(CorporationId.Parse(id)).GetGrainId(), index))
            .Where(each => there.Contains(each.Id)).Select(each => (long)each.index)];
    }

    public async ValueTask DisposeAsync()
    {
        await front.DisposeAsync();
        await cluster.DisposeAsync();
        if (KeepsFolder) await Console.Error.WriteLineAsync($"The logs of all processes are kept in {folder}.");
        else Directory.Delete(folder, recursive: true);
    }

    internal sealed record LoadProcess(ChildProcess Process, string CallsFile) : IAsyncDisposable
    {
        private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

        public async Task<FailoverSummary> End(CancellationToken cancellationToken)
        {
            Process.Terminate();
            return await Process.WaitForExit(Limit, cancellationToken) is 0
                ? FailoverSummary.Parse(Process.Output)
                : throw new InvalidOperationException($"The load process failed: {Process.Output}");
        }

        public ValueTask DisposeAsync() => Process.DisposeAsync();
    }
}
