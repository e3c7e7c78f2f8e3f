namespace Adilas.LocalCluster;

/// <summary>
/// The smallest Ceph that can serve S3: one monitor, one object store on a file, and the S3 gateway, all on 127.0.0.1 and
/// without authentication between them.
/// </summary>
internal sealed class CephNode(string folder, string socketFolder, int monitorPort, int gatewayPort)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public string DataFolder => Path.Combine(folder, "data");

    private string MonitorData => Path.Combine(DataFolder, "monitor");

    private string StoreData => Path.Combine(DataFolder, "store");

    private string ConfigurationFile => Path.Combine(folder, "ceph.conf");

    public ChildProcessOptions Monitor => Ceph("s3-monitor", "ceph-mon", "-i", "a", "-f");

    public ChildProcessOptions Store => Ceph("s3-store", "ceph-osd", "-i", "0", "-f");

    public ChildProcessOptions Gateway => Ceph("s3", "radosgw", "-n", "client.rgw.a", "-f");

    /// <param name="cluster">The id that the data belong to.</param>
    /// <param name="lifecycleDay">How long a day lasts in lifecycle rules; <c>null</c> for a real one.</param>
    public void WriteConfiguration(string cluster, TimeSpan? lifecycleDay) => SecretFile.Write(ConfigurationFile, $"""
        [global]
        fsid = {cluster}
        mon_initial_members = a
        mon_host = [v1:127.0.0.1:{monitorPort}]
        public_addr = 127.0.0.1
        cluster_addr = 127.0.0.1
        ms_bind_msgr2 = false
        auth_cluster_required = none
        auth_service_required = none
        auth_client_required = none
        # One copy on one machine, and nobody to tell about it.
        osd_pool_default_size = 1
        osd_pool_default_min_size = 1
        osd_pool_default_pg_num = 1
        osd_pool_default_pgp_num = 1
        osd_pool_default_pg_autoscale_mode = off
        osd_crush_chooseleaf_type = 0
        mon_allow_pool_size_one = true
        mon_warn_on_pool_no_redundancy = false
        mon_max_pg_per_osd = 2000
        mon_data_avail_crit = 1
        mon_data_avail_warn = 2
        # A lone monitor has nobody to wait for: this halves the time to start.
        paxos_propose_interval = 0.02
        paxos_min_wait = 0.01
        # A gateway that was killed still counts as somebody to be told about changes, and each change waits for its answer:
        # by default half a minute long.
        osd_client_watch_timeout = 3
        client_notify_timeout = 1
        objecter_tick_interval = 0.5
        log_to_file = false
        log_to_stderr = true
        mon_cluster_log_to_file = false
        mon_cluster_log_to_stderr = false
        debug_rocksdb = 1/1
        admin_socket = {socketFolder}/$name.asok
        pid_file =
        run_dir = {socketFolder}
        mon_data = {MonitorData}
        osd_data = {StoreData}
        [osd]
        osd_objectstore = bluestore
        bluestore_block_size = {32L << 30}
        bluestore_cache_autotune = false
        bluestore_cache_size = {64 << 20}
        # Its place in the map is in the template. Telling the monitor again at each start sometimes comes too early, and ends it.
        osd_class_update_on_start = false
        osd_crush_update_on_start = false
        [client.rgw.a]
        rgw_frontends = beast endpoint=127.0.0.1:{gatewayPort}
        rgw_data = {DataFolder}
        keyring = /dev/null
        {(lifecycleDay is { } day ? $"rgw_lc_debug_interval = {(int)Math.Max(1, day.TotalSeconds)}" : "")}

        """);

    /// <summary>The monitor's port may be another one than the last time: it is told so before it starts.</summary>
    public async Task SetMonitorAddress(string cluster, CancellationToken cancellationToken)
    {
        await MakeMonitorMap(cluster, cancellationToken);
        await Run("ceph-mon", cancellationToken, "-i", "a", "--inject-monmap", Path.Combine(DataFolder, "monmap"));
    }

    public async Task MakeMonitorData(string cluster, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(MonitorData);
        await MakeMonitorMap(cluster, cancellationToken);
        await Run("ceph-mon", cancellationToken, "--mkfs", "-i", "a", "--monmap", Path.Combine(DataFolder, "monmap"));
    }

    public async Task MakeStoreData(string store, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(StoreData);
        await Run("ceph", cancellationToken, "osd", "new", store);
        await Run("ceph", cancellationToken, "osd", "crush", "add", "osd.0", "1.0", "host=local", "root=default");
        await Run("ceph-osd", cancellationToken, "-i", "0", "--mkfs", "--osd-uuid", store);
    }

    public Task WaitForMonitor(ChildProcess monitor, CancellationToken cancellationToken) => monitor.WaitUntil(
        "leads", async token => await CephSocket.Ask($"{socketFolder}/mon.a.asok", "mon_status", "state", token) is "leader", Limit, cancellationToken);

    public Task WaitForStore(ChildProcess store, CancellationToken cancellationToken) => store.WaitUntil(
        "is active", async token => await CephSocket.Ask($"{socketFolder}/osd.0.asok", "status", "state", token) is "active", Limit, cancellationToken);

    public async Task WaitForGateway(ChildProcess gateway, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        await gateway.WaitUntil("answers", Answers, Limit, cancellationToken);

        async Task<bool> Answers(CancellationToken token) =>
            (await http.GetAsync(new Uri($"http://127.0.0.1:{gatewayPort}/"), token)).IsSuccessStatusCode;
    }

    /// <returns>What the program wrote to its standard output.</returns>
    public Task<string> Run(string program, CancellationToken cancellationToken, params string[] arguments) =>
        ChildProcess.Run(Ceph(program, program, arguments), Limit, cancellationToken);

    private Task<string> MakeMonitorMap(string cluster, CancellationToken cancellationToken) => Run(
        "monmaptool", cancellationToken, "--create", "--clobber", "--fsid", cluster, "--addv", "a", $"[v1:127.0.0.1:{monitorPort}]",
        Path.Combine(DataFolder, "monmap"));

    private ChildProcessOptions Ceph(string name, string program, params string[] arguments) =>
        new(name, program, arguments) { Environment = new Dictionary<string, string?> { ["CEPH_CONF"] = ConfigurationFile } };
}
