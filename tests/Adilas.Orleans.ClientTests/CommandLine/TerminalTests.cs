namespace Adilas.CommandLine;

public sealed class TerminalTests
{
    private const string Escape = "\u001b[";
    private const string Prompt = "Type acme to go on: ";

    [Fact]
    public async Task On_a_terminal_a_list_is_a_table_with_titles()
    {
        await using var api = await FakeApi.Start(Answers.Page("""{"id":"acme","name":"[red]Acme[/] Café","mode":"live"}"""));
        using var run = new CommandRun();
        var result = await run.RunInTerminal(["corporation", "list", "--server", api.Address]);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("industry", result.Out);
        Assert.Contains("[red]Acme[/] Café", result.Out);
        Assert.DoesNotContain("\t", result.Out);
    }

    [Fact]
    public async Task Times_in_a_table_stay_in_one_piece_however_long_their_neighbours_are()
    {
        var reason = string.Join(' ', Enumerable.Repeat("because", 40));
        await using var api = await FakeApi.Start(Answers.Page(
            $$"""{"version":2,"at":"2026-03-01T08:00:00.123456Z","actor":"key:a-rather-long-one","onBehalfOf":"u-0123456789abcdef","reason":"{{reason}}"}"""));
        using var run = new CommandRun();
        var result = await run.RunInTerminal(["settings", "history", "corporation:acme", "--server", api.Address]);

        Assert.Contains("2026-03-01T08:00:00Z", result.Out);
    }

    [Fact]
    public async Task No_colour_is_written_when_none_is_wanted()
    {
        var server = new PretendCorporations();
        await using var api = await FakeApi.Start(server.Answer);
        using var run = new CommandRun().With("NO_COLOR", "1");
        var file = run.WriteFile("corporations.jsonl", ImportFile.Of(3));
        var result = await run.RunInTerminal(["corporation", "import", file, "--server", api.Address]);

        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotMatch(@"\u001b\[[0-9;]*[1-9][0-9;]*m", result.Out);
    }

    [Fact]
    public async Task An_import_shows_a_bar_and_then_the_counts_and_only_the_lines_that_are_not_well()
    {
        var server = new PretendCorporations { Failing = ["corp-2"] };
        await using var api = await FakeApi.Start(server.Answer);
        using var run = new CommandRun();
        var file = run.WriteFile("corporations.jsonl", ImportFile.Of(30) + "nonsense\n");
        var result = await run.RunInTerminal(["corporation", "import", file, "--server", api.Address]);

        Assert.Equal(7, result.ExitCode);
        Assert.Contains("100%", result.Out);
        Assert.Matches(@"created +29", result.Out);
        Assert.Contains("not JSON at column", result.Out);
        Assert.Contains("The server has no room.", result.Out);
        Assert.DoesNotContain("corp-3", result.Out);
        Assert.Contains(Escape, result.Out);
    }

    [Theory]
    [InlineData("acme\n", 0, 1)]
    [InlineData("yes\n", 2, 0)]
    public async Task Closing_asks_for_the_id_to_be_typed(string typed, int exitCode, int requests)
    {
        await using var api = await FakeApi.Start(Answers.Json("""{"id":"acme","mode":"closed"}"""));
        using var run = new CommandRun();
        var result = await run.RunInTerminal(["corporation", "close", "acme", "--server", api.Address], Prompt, typed);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(requests, api.Seen.Count);
    }

    [Fact]
    public async Task Ctrl_c_at_a_question_changes_nothing()
    {
        await using var api = await FakeApi.Start(Answers.Json("{}"));
        using var run = new CommandRun();
        var result = await run.RunInTerminal(["corporation", "close", "acme", "--server", api.Address], Prompt, "\u0003");

        Assert.Equal(130, result.ExitCode);
        Assert.Empty(api.Seen);
    }
}
