using System.Globalization;
using System.Text.Json;
using Adilas.LocalCluster;

namespace Adilas.Benchmarks;

/// <summary>BullMQ on a Redis of its own that flushes every second and looks for what is due a hundred times a second.</summary>
internal sealed class BullMq : IJobPeer
{
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RoundLimit = TimeSpan.FromMinutes(5);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly string folder;
    private readonly PrivateRedis redis;

    private BullMq(string folder, PrivateRedis redis) => (this.folder, this.redis) = (folder, redis);

    public string Name => "BullMQ";

    public static async Task<BullMq> Start(CancellationToken cancellationToken)
    {
        await Debian.EnsureInstalled(["nodejs", "npm"], cancellationToken);
        var folder = Directory.CreateTempSubdirectory("adilas-bullmq-").FullName;
        var sources = Path.Combine(AppContext.BaseDirectory, "Jobs", "Peers");
        foreach (var name in new[] { "bullmq.js", "package.json", "package-lock.json", ".npmrc" }) File.Copy(Path.Combine(sources, name), Path.Combine(folder, name));
        await ChildProcess.Run(new("npm", "npm", "ci", "--silent", "--ignore-scripts") { WorkingFolder = folder }, InstallLimit, cancellationToken);
        return new BullMq(folder, await PrivateRedis.Start(new() { ExtraArguments = ["--hz", "100"] }, appendOnly: true, cancellationToken));
    }

    public async Task<PeerRound> Run(PeerSize size, CancellationToken cancellationToken)
    {
        string[] arguments =
            ["bullmq.js", .. new[] { (int)size.Duration.TotalSeconds, size.Jobs, size.IdleJobs, size.LateJobs }.Select(number => number.ToString(CultureInfo.InvariantCulture))];
        await ChildProcess.Run(
            new("bullmq", "node", arguments)
            {
                WorkingFolder = folder,
                Environment = new Dictionary<string, string?>
                {
                    ["PEER_REDIS_PORT"] = redis.Port.ToString(CultureInfo.InvariantCulture),
                    ["PEER_REDIS_PASSWORD"] = redis.Password,
                    ["NODE_ENV"] = "production",
                },
            },
            RoundLimit,
            cancellationToken);
        await using var result = File.OpenRead(Path.Combine(folder, "result.json"));
        return (await JsonSerializer.DeserializeAsync<PeerRound>(result, Json, cancellationToken))!;
    }

    public async ValueTask DisposeAsync()
    {
        await redis.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
