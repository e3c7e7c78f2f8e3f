namespace Adilas.LocalCluster;

/// <summary>Installs the Debian packages that are missing, without starting any service of theirs.</summary>
public static class Debian
{
    private static readonly TimeSpan LockLimit = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(15);

    /// <summary>The programs by which a package is known to be there, however it was installed.</summary>
    private static readonly Dictionary<string, string[]> ProgramsOf = new()
    {
        ["mariadb-server"] = ["mariadbd", "mariadb-install-db"],
        ["redis-server"] = ["redis-server"],
        ["ceph-mon"] = ["ceph-mon", "monmaptool", "ceph"],
        ["ceph-osd"] = ["ceph-osd"],
        ["ceph-mgr"] = ["ceph-mgr"],
        ["radosgw"] = ["radosgw", "radosgw-admin"],
    };

    /// <exception cref="InvalidOperationException">Something is missing and cannot be installed; the message says what to do.</exception>
    public static Task EnsureInstalled(params string[] packages) => EnsureInstalled(packages, CancellationToken.None);

    /// <exception cref="InvalidOperationException">Something is missing and cannot be installed; the message says what to do.</exception>
    public static async Task EnsureInstalled(IReadOnlyCollection<string> packages, CancellationToken cancellationToken)
    {
        if ((await Missing(packages, cancellationToken)).Length is 0) return;

        using var alone = await FileLock.Take(Path.Combine(CacheFolder.Folder("locks"), "apt"), LockLimit, cancellationToken);
        var missing = await Missing(packages, cancellationToken);
        if (missing.Length is 0) return;

        await Install(missing, cancellationToken);
        if (await Missing(missing, cancellationToken) is { Length: > 0 } still) throw Cannot(still, "it was installed, but its programs are not there");
    }

    private static async Task<string[]> Missing(IReadOnlyCollection<string> packages, CancellationToken cancellationToken)
    {
        List<string> missing = [];
        foreach (var package in packages)
        {
            var hasPrograms = ProgramsOf.GetValueOrDefault(package, [package]).All(name => Programs.TryFind(name) is not null);
            if (!hasPrograms && (ProgramsOf.ContainsKey(package) || !await IsKnownToDpkg(package, cancellationToken))) missing.Add(package);
        }

        return [.. missing];
    }

    /// <summary>For packages that bring no program of their own name, such as fonts.</summary>
    private static async Task<bool> IsKnownToDpkg(string package, CancellationToken cancellationToken)
    {
        if (Programs.TryFind("dpkg-query") is null) return false;

        await using var query = ChildProcess.Start(new("dpkg-query", "dpkg-query", "-W", "-f=${Status}", package));
        return await query.WaitForExit(InstallLimit, cancellationToken) is 0 && query.Output is "install ok installed";
    }

    private static async Task Install(string[] packages, CancellationToken cancellationToken)
    {
        if (Programs.TryFind("apt-get") is null) throw Cannot(packages, "this system has no apt-get");

        string[] asRoot = Environment.IsPrivilegedProcess ? [] : ["sudo", "-n"];
        if (asRoot.Length > 0 && Programs.TryFind(asRoot[0]) is null) throw Cannot(packages, "this needs root, and there is no sudo");

        string[] command = [.. asRoot, "bash", "-c", InstallScript.Text, "install", .. packages];
        try
        {
            await ChildProcess.Run(new("apt-get", command[0], command[1..]), InstallLimit, cancellationToken);
        }
        catch (ProcessFailedException failure)
        {
            throw Cannot(packages, failure.Message, failure);
        }
    }

    private static InvalidOperationException Cannot(string[] packages, string why, Exception? inner = null) => new(
        $"Not installed: {string.Join(", ", packages)}. Please run 'apt-get install --no-install-recommends {string.Join(' ', packages)}'"
        + $" as root, because {why}", inner);
}
