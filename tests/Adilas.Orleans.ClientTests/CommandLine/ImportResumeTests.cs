using System.Diagnostics;

namespace Adilas.CommandLine;

public sealed class ImportResumeTests
{
    private const int Lines = 60;
    private const int DoneBefore = 20;

    [Fact]
    public async Task After_a_kill_the_same_command_finishes_the_file_and_makes_nothing_twice()
    {
        var server = new PretendCorporations { HoldsAfter = DoneBefore };
        await using var api = await FakeApi.Start(server.Answer);
        using var run = new CommandRun();
        var file = run.WriteFile("corporations.jsonl", ImportFile.Of(Lines));
        using (var process = run.Start("--server", api.Address, "corporation", "import", file))
        {
            await server.Held.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(DoneBefore, server.Created);
        (server.HoldsAfter, _) = (int.MaxValue, server.Release.TrySetResult());
        var result = await run.Run(["--server", api.Address, "corporation", "import", file]);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(Lines, server.Created);
        Assert.Equal(Lines, server.Ids.Count);
        Assert.Equal(Lines, result.Lines.Length);
        Assert.Equal(DoneBefore, result.Lines.Count(line => line.Contains("\tunchanged\t", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("-INT", 130)]
    [InlineData("-TERM", 143)]
    public async Task A_signal_ends_an_import_and_says_how_to_go_on(string signal, int exitCode)
    {
        var server = new PretendCorporations { HoldsAfter = DoneBefore };
        await using var api = await FakeApi.Start(server.Answer);
        using var run = new CommandRun();
        var file = run.WriteFile("corporations.jsonl", ImportFile.Of(Lines));
        using var process = run.Start("--server", api.Address, "corporation", "import", file);
        await server.Held.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        using var kill = Process.Start("kill", [signal, $"{process.Id}"]);
        var result = await CommandRun.End(process);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains($"Run the same command again to go on: adilas corporation import {file}", result.Err);
        Assert.InRange(result.Lines.Length, 1, DoneBefore);
    }

    [Fact]
    public async Task A_server_that_goes_away_ends_the_import_with_what_to_do_next()
    {
        var server = new PretendCorporations { HoldsAfter = DoneBefore };
        var api = await FakeApi.Start(server.Answer);
        using var run = new CommandRun();
        var file = run.WriteFile("corporations.jsonl", ImportFile.Of(Lines));
        using var process = run.Start("--server", api.Address, "--retry-for", "1", "corporation", "import", file);
        await server.Held.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await api.DisposeAsync();
        var result = await CommandRun.End(process);

        Assert.Equal(6, result.ExitCode);
        Assert.Contains("Run the same command again to go on", result.Err);
        Assert.Contains("error: ", result.Err);
    }
}
