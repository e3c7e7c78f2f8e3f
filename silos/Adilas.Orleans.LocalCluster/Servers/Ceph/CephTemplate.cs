namespace Adilas.LocalCluster;

/// <summary>
/// The data of a Ceph that already has its pools and storage classes, made once per version; copying them is several times
/// faster than making them.
/// </summary>
internal static class CephTemplate
{
    /// <summary>Goes up when templates that were made before are not good enough any more.</summary>
    private const string Form = "1";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <returns>The id of the cluster that the data belong to.</returns>
    public static async Task<string> CopyTo(string dataFolder, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(dataFolder))
        {
            var template = await Ready(cancellationToken);
            var next = dataFolder + ".next";
            if (Directory.Exists(next)) Directory.Delete(next, recursive: true);
            await ChildProcess.Run(new("copy", "cp", "-a", "--reflink=auto", template, next), Limit, cancellationToken);
            Directory.Move(next, dataFolder);
        }

        return (await File.ReadAllTextAsync(Path.Combine(dataFolder, "cluster"), cancellationToken)).Trim();
    }

    private static async Task<string> Ready(CancellationToken cancellationToken)
    {
        var version = await ChildProcess.Run(new("version", "ceph-osd", "--version"), Limit, cancellationToken);
        var name = string.Concat(version.Split(' ').SkipWhile(word => word is not "version").Skip(1).Take(1));
        var template = Path.Combine(CacheFolder.Folder("ceph"), $"{(name.Length is 0 ? "unknown" : name)}-{Form}");
        using var making = await FileLock.Take(template + ".lock", Limit, cancellationToken);
        if (!Directory.Exists(template)) await Make(template, cancellationToken);
        return template;
    }

    private static async Task Make(string template, CancellationToken cancellationToken)
    {
        using var work = new TemporaryFolder();
        using var monitorPort = PortLease.Take();
        using var gatewayPort = PortLease.Take();
        var node = new CephNode(work.Path, work.Path, monitorPort.Port, gatewayPort.Port);
        Directory.CreateDirectory(node.DataFolder);

        var (cluster, store) = (NewId(), NewId());
        await File.WriteAllTextAsync(Path.Combine(node.DataFolder, "cluster"), cluster, cancellationToken);
        node.WriteConfiguration(cluster, lifecycleDay: null);
        await node.MakeMonitorData(cluster, cancellationToken);
        await using (var monitor = ChildProcess.Start(node.Monitor))
        {
            await node.WaitForMonitor(monitor, cancellationToken);
            await node.MakeStoreData(store, cancellationToken);
            await using (var objects = ChildProcess.Start(node.Store))
            {
                await node.WaitForStore(objects, cancellationToken);
                await MakePools(node, cancellationToken);
                await MakeStorageClasses(node, cancellationToken);
                await objects.Stop(Limit);
            }

            await monitor.Stop(Limit);
        }

        // The cache may be on another file system, where a move is a copy that can be cut short.
        await ChildProcess.Run(new("copy", "cp", "-a", node.DataFolder, template + ".next"), Limit, cancellationToken);
        Directory.Move(template + ".next", template);
    }

    private static async Task MakePools(CephNode node, CancellationToken cancellationToken)
    {
        // The gateway makes the pools that it starts with, and would make those of the first bucket during the first request.
        await using (var gateway = ChildProcess.Start(node.Gateway))
        {
            await node.WaitForGateway(gateway, cancellationToken);
            await gateway.Stop(Limit);
        }

        string[] pools = ["default.rgw.buckets.data", "default.rgw.buckets.index", "default.rgw.buckets.non-ec", "default.rgw.cold.data"];
        foreach (var pool in pools)
        {
            await node.Run("ceph", cancellationToken, "osd", "pool", "create", pool, "8");
            await node.Run("ceph", cancellationToken, "osd", "pool", "application", "enable", pool, "rgw");
        }
    }

    private static async Task MakeStorageClasses(CephNode node, CancellationToken cancellationToken)
    {
        foreach (var name in (string[])["STANDARD_IA", "GLACIER"])
        {
            string[] placement = ["--placement-id", "default-placement", "--storage-class", name];
            await node.Run("radosgw-admin", cancellationToken, ["zonegroup", "placement", "add", "--rgw-zonegroup", "default", .. placement]);
            await node.Run(
                "radosgw-admin", cancellationToken, ["zone", "placement", "add", "--rgw-zone", "default", "--data-pool", "default.rgw.cold.data", .. placement]);
        }
    }

    private static string NewId() => File.ReadAllText("/proc/sys/kernel/random/uuid").Trim();
}
