using System.Globalization;

namespace Adilas.LocalCluster;

public sealed class LauncherTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>For temporary folders: those of a launcher that was killed stay until the next one starts.</summary>
    private readonly string temporary = Directory.CreateDirectory(
        Path.Combine(Path.GetTempPath(), $"launcher-{Guid.NewGuid():N}"),
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute).FullName;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task When_it_is_killed_nothing_that_it_started_lives_on_and_the_next_one_tidies_up()
    {
        await using var launcher = await StartStores();
        var children = ChildrenOf(launcher.Id);
        Assert.Equal(["ceph-mon", "ceph-osd", "mariadbd", "radosgw", "redis-server"], children.Select(child => child.Name).Order());

        launcher.Kill();

        await Deadline.Until("all children are gone", _ => Task.FromResult(!children.Any(child => IsRunning(child.Id))), Limit, Cancelled);
        var left = Directory.GetDirectories(temporary);
        Assert.NotEmpty(left);

        // Folders without an owner are removed once they cannot be just being made.
        foreach (var lockFile in Directory.GetFiles(temporary, "*.lock")) File.SetLastWriteTimeUtc(lockFile, DateTime.UtcNow.AddHours(-1));
        await using var next = await StartStores();
        Assert.All(left, folder => Assert.False(Directory.Exists(folder), folder));
    }

    [Fact]
    public async Task Asked_to_stop_it_stops_everything_and_ends_well()
    {
        await using var launcher = await StartStores();
        var children = ChildrenOf(launcher.Id);

        launcher.Terminate();

        Assert.Equal(0, await launcher.WaitForExit(Limit, Cancelled));
        Assert.DoesNotContain(children, child => IsRunning(child.Id));
    }

    [Fact]
    public async Task Wrong_arguments_are_explained()
    {
        await using var launcher = ChildProcess.Start(Launcher("--cluster", "many"));

        Assert.Equal(2, await launcher.WaitForExit(Limit, Cancelled));
        Assert.Contains("'many' is not a size", launcher.Output, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(temporary, recursive: true);

    private async Task<ChildProcess> StartStores()
    {
        var launcher = ChildProcess.Start(Launcher("stores"));
        await launcher.WaitUntil(
            "has started its stores", _ => Task.FromResult(launcher.Output.Contains(TestStores.S3SecretVariable, StringComparison.Ordinal)), Limit, Cancelled);
        return launcher;
    }

    private ChildProcessOptions Launcher(params string[] arguments) =>
        new("launcher", "dotnet", [typeof(TrialCluster).Assembly.Location, .. arguments])
        {
            Environment = new Dictionary<string, string?> { ["TMPDIR"] = temporary },
        };

    private static List<(int Id, string Name)> ChildrenOf(int parent) =>
    [
        .. from folder in Directory.EnumerateDirectories("/proc")
           where int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out _)
           let status = Status(folder)
           where status.Contains($"PPid:\t{parent}\n", StringComparison.Ordinal)
           select (int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture), status.Split('\n')[0]["Name:\t".Length..]),
    ];

    /// <summary>A zombie has ended; whoever adopted it has only not looked yet.</summary>
    private static bool IsRunning(int id) => Status($"/proc/{id}") is { Length: > 0 } status && !status.Contains("State:\tZ", StringComparison.Ordinal);

    private static string Status(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "status"));
        }
        catch (IOException)
        {
            return "";
        }
    }
}
