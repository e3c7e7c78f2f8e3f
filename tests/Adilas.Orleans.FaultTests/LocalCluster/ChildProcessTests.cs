using System.Diagnostics;

namespace Adilas.LocalCluster;

public sealed class ChildProcessTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_gets_arguments_and_environment_and_its_output_is_kept()
    {
        var log = Path.Combine(Path.GetTempPath(), $"child-{Guid.NewGuid():N}.log");
        await using (var child = ChildProcess.Start(new("echo", "sh", "-c", "echo \"$1 $WORD\"; echo trouble >&2; exit 3", "sh", "two words")
        {
            Environment = new Dictionary<string, string?> { ["WORD"] = "given" },
            LogFile = log,
        }))
        {
            Assert.Equal(3, await child.WaitForExit(Limit, Cancelled));
            Assert.Equal(["trouble", "two words given"], child.Output.Split('\n').Order());
        }

        Assert.Equal(2, (await File.ReadAllLinesAsync(log, Cancelled)).Length);
        File.Delete(log);
    }

    [Fact]
    public async Task Terminate_lets_it_end_in_its_own_way_and_kill_does_not()
    {
        const string script = "trap 'exit 7' TERM; echo ready; while :; do sleep 0.05; done";
        await using var asked = await StartAndWait(script);
        asked.Terminate();
        Assert.Equal(7, await asked.WaitForExit(Limit, Cancelled));

        await using var killed = await StartAndWait(script);
        killed.Kill();
        Assert.Equal(128 + 9, await killed.WaitForExit(Limit, Cancelled));
    }

    [Fact]
    public async Task Stop_kills_what_does_not_end_by_itself()
    {
        await using var child = await StartAndWait("trap '' TERM; echo ready; while :; do sleep 0.05; done");

        Assert.False(await child.Stop(TimeSpan.FromMilliseconds(200)));
        Assert.True(child.HasExited);
    }

    [Fact]
    public async Task A_paused_process_does_nothing_until_it_goes_on()
    {
        await using var child = await StartAndWait("echo ready; while :; do sleep 0.05; done");

        child.Pause();
        await Deadline.Until("it is stopped", _ => Task.FromResult(StateOf(child) is 'T'), Limit, Cancelled);
        child.Continue();
        await Deadline.Until("it runs", _ => Task.FromResult(StateOf(child) is 'S' or 'R'), Limit, Cancelled);
    }

    [Fact]
    public async Task Waiting_names_what_did_not_happen_and_shows_the_last_lines()
    {
        await using var child = await StartAndWait("echo ready; exec sleep 60");
        var late = await Assert.ThrowsAsync<ProcessFailedException>(
            () => child.WaitUntil("sings", _ => Task.FromResult(false), TimeSpan.FromMilliseconds(100), Cancelled));
        Assert.Contains("not yet sings", late.Message, StringComparison.Ordinal);

        await using var dead = ChildProcess.Start(new("dead", "sh", "-c", "echo last words; exit 4"));
        var ended = await Assert.ThrowsAsync<ProcessFailedException>(
            () => dead.WaitUntil("sings", _ => Task.FromResult(false), Limit, Cancelled));
        Assert.Contains("ended with code 4 before it sings", ended.Message, StringComparison.Ordinal);
        Assert.Contains("last words", ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_named()
    {
        var missing = Assert.Throws<FileNotFoundException>(() => ChildProcess.Start(new("x", "no-such-program")));
        Assert.Contains("no-such-program", missing.Message, StringComparison.Ordinal);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task Children_outlive_the_pool_thread_that_asked_for_them()
    {
        ChildProcess? child = null;
        var thread = new Thread(() => child = ChildProcess.Start(new("sleep", "sleep", "60")));
        thread.Start();
        thread.Join();
        await using var running = child!;

        // The death signal comes with the end of the starting thread, at once or never.
        using var watch = Process.GetProcessById(running.Id);
        Assert.False(watch.WaitForExit(TimeSpan.FromMilliseconds(300)));
    }

    private static char StateOf(ChildProcess child)
    {
        var stat = File.ReadAllText($"/proc/{child.Id}/stat");
        return stat[stat.LastIndexOf(')') + 2];
    }

    private static async Task<ChildProcess> StartAndWait(string script)
    {
        var child = ChildProcess.Start(new("script", "sh", "-c", script));
        await child.WaitUntil("is ready", _ => Task.FromResult(child.Output.Contains("ready", StringComparison.Ordinal)), Limit, Cancelled);
        return child;
    }
}
