using System.Globalization;
using System.Text.Json;

namespace Adilas.LocalCluster;

/// <summary>The folder of a cluster: stores' data, logs, keys that are made once, and the list of processes.</summary>
internal sealed class ClusterFolder : IDisposable
{
    private readonly ServerFolder folder;
    private readonly FileLock alone;

    /// <param name="kept"><c>null</c> for a temporary folder, which is removed at the end.</param>
    /// <exception cref="IOException">Another cluster runs in the folder.</exception>
    public ClusterFolder(string? kept)
    {
        folder = new ServerFolder(kept);
        alone = FileLock.TryTake(folder.At("lock")) ?? throw new IOException($"Another cluster is running with its data in {folder.Path}.");
        Directory.CreateDirectory(folder.At("logs"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.CreateDirectory(folder.At("ports"));
    }

    public string Path => folder.Path;

    /// <summary>In the form that hosts give to a first operator key that they make themselves.</summary>
    public string OperatorKey => SecretFile.ReadOrCreate(OperatorKeyFile, () => "ak_operator_" + SecretFile.Password());

    public string OperatorKeyFile => folder.At("operator.key");

    /// <summary>Signs callers from outside; web hosts hold it, and silos check with it.</summary>
    public string WebSealKey => SecretFile.ReadOrCreate(folder.At("seal-web.key"), SecretFile.Key);

    /// <summary>Signs system actors; only silos hold it.</summary>
    public string SiloSealKey => SecretFile.ReadOrCreate(folder.At("seal-silo.key"), SecretFile.Key);

    /// <summary>Encrypts stored secrets; only silos hold it.</summary>
    public string SecretsKey => SecretFile.ReadOrCreate(folder.At("secrets.key"), SecretFile.Key);

    public string ProcessesFile => folder.At("cluster.json");

    public string DataOf(string store) => folder.At(store);

    public string LogOf(string member) => folder.At(System.IO.Path.Combine("logs", member + ".log"));

    /// <summary>The port that <paramref name="user"/> had the last time, if it is still free: a silo that comes back then takes the
    /// place of the one that was killed.</summary>
    public PortLease PortOf(string user)
    {
        var file = folder.At(System.IO.Path.Combine("ports", user));
        if (File.Exists(file) && int.TryParse(File.ReadAllText(file), NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            && PortLease.TryTake(last) is { } same)
        {
            return same;
        }

        var lease = PortLease.Take();
        File.WriteAllText(file, lease.Port.ToString(CultureInfo.InvariantCulture));
        return lease;
    }

    /// <summary>Replaces the list in one step, so that a reader never sees half of it.</summary>
    public void WriteProcesses(IEnumerable<ClusterProcess> processes)
    {
        var next = ProcessesFile + ".next";
        File.WriteAllText(next, JsonSerializer.Serialize(processes, JsonSerializerOptions.Web) + "\n");
        File.Move(next, ProcessesFile, overwrite: true);
    }

    public void Dispose()
    {
        File.Delete(ProcessesFile);
        alone.Dispose();
        folder.Dispose();
    }
}
