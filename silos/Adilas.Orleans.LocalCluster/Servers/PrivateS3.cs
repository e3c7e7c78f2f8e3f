using System.Text.Json;

namespace Adilas.LocalCluster;

/// <summary>
/// A private S3 service: Ceph's gateway on a single-node store that keeps its objects in a file, so that they survive kills.
/// Call it with path-style addresses.
/// </summary>
public sealed class PrivateS3 : PrivateServer
{
    private const string User = "adilas";

    private readonly TemporaryFolder sockets;
    private readonly CephNode node;
    private readonly TimeSpan? lifecycleDay;

    private PrivateS3(PrivateServerOptions options, TimeSpan? lifecycleDay) : base(options)
    {
        this.lifecycleDay = lifecycleDay;

        // Not in the data folder: the name of a socket must be short.
        sockets = Own(new TemporaryFolder());
        node = new CephNode(Folder, sockets.Path, Own(PortLease.Take()).Port, Port);
    }

    public string ServiceUrl => $"http://127.0.0.1:{Port}";

    public string Region => "us-east-1";

    public string AccessKey { get; private set; } = "";

    public string SecretKey { get; private set; } = "";

    public S3Access Access => new(ServiceUrl, AccessKey, SecretKey, Region);

    /// <summary>
    /// With a <paramref name="lifecycleDay"/> (whole seconds), lifecycle rules count that long as one day, which lets a test see
    /// objects expire. Without it a day is a day.
    /// </summary>
    public static async Task<PrivateS3> Start(
        PrivateServerOptions? options = null, TimeSpan? lifecycleDay = null, CancellationToken cancellationToken = default)
    {
        await Debian.EnsureInstalled(["ceph-mon", "ceph-osd", "ceph-mgr", "radosgw"], cancellationToken);
        return await Started(new PrivateS3(options ?? new(), lifecycleDay), cancellationToken);
    }

    private protected override async Task Launch(CancellationToken cancellationToken)
    {
        var cluster = await CephTemplate.CopyTo(node.DataFolder, cancellationToken);
        node.WriteConfiguration(cluster, lifecycleDay);
        await node.SetMonitorAddress(cluster, cancellationToken);

        // One after the other: a part that misses the one below it tries again only after seconds.
        await node.WaitForMonitor(Add(node.Monitor with { LogFile = LogBeside("monitor") }), cancellationToken);
        await node.WaitForStore(Add(node.Store with { LogFile = LogBeside("store") }), cancellationToken);
        await ReadKeys(cancellationToken);
        await node.WaitForGateway(Add(node.Gateway with { LogFile = LogFile }), cancellationToken);
    }

    private string LogBeside(string part) => Path.ChangeExtension(LogFile, $"{part}.log");

    /// <summary>The keys are in the data; the first time they are made up there, so that no command line ever shows them.</summary>
    private async Task ReadKeys(CancellationToken cancellationToken)
    {
        var user = $"--uid={User}";
        string answer;
        try
        {
            answer = await node.Run("radosgw-admin", cancellationToken, "user", "info", user);
        }
        catch (ProcessFailedException)
        {
            answer = await node.Run("radosgw-admin", cancellationToken, "user", "create", user, $"--display-name={User}");
        }

        using var json = JsonDocument.Parse(answer);
        var key = json.RootElement.GetProperty("keys")[0];
        AccessKey = key.GetProperty("access_key").GetString()!;
        SecretKey = key.GetProperty("secret_key").GetString()!;
    }
}
