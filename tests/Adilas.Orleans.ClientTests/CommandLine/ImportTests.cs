using System.Text.Json;

namespace Adilas.CommandLine;

public sealed class ImportTests
{
    [Fact]
    public async Task Every_line_becomes_a_corporation_and_one_result_line()
    {
        var server = new PretendCorporations();
        await using var api = await FakeApi.Start(server.Answer);
        using var run = new CommandRun();
        var result = await Import(run, api, ImportFile.Of(20));

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(20, server.Created);
        Assert.Equal(
            Enumerable.Range(1, 20).Select(number => $"{number}\tcorp-{number}\tcreated\t"),
            result.Lines.OrderBy(line => int.Parse(line.Split('\t')[0])));
        Assert.Contains("20 lines: 20 created", result.Err);
        Assert.Contains(ImportFile.Line("corp-7"), api.Seen.Select(request => request.Body));
    }

    [Fact]
    public async Task Running_it_again_finds_everything_unchanged()
    {
        var server = new PretendCorporations();
        await using var api = await FakeApi.Start(server.Answer);
        using var run = new CommandRun();
        await Import(run, api, ImportFile.Of(5));
        var again = await Import(run, api, ImportFile.Of(5), "--json");

        Assert.Equal(0, again.ExitCode);
        Assert.Equal(5, server.Created);
        Assert.Equal(
            ["""{"line":1,"id":"corp-1","result":"unchanged","reason":""}"""],
            again.Lines.Where(line => line.Contains("\"corp-1\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Each_kind_of_bad_line_gets_its_own_word_and_reason_and_the_rest_goes_on()
    {
        var server = new PretendCorporations { Failing = ["no-room"] };
        await using var api = await FakeApi.Start(server.Answer);
        using var run = new CommandRun();
        await Import(run, api, ImportFile.Line("taken"));
        var result = await Import(run, api, string.Join(
            '\n',
            ImportFile.Line("good"),
            "",
            "{not json",
            "[1]",
            ImportFile.Line("Bad Id"),
            ImportFile.Line("taken", "Another"),
            ImportFile.Line("no-room"),
            ImportFile.Line("typo", more: ",\"recipie\":\"standard\""),
            ImportFile.Line("good"),
            """{"id":"bare"}""",
            new string('x', (2 * 1024 * 1024) + 300_000),
            ImportFile.Line("last")));

        Assert.Equal(7, result.ExitCode);
        var byLine = result.Lines.ToDictionary(line => line.Split('\t')[0], line => line.Split('\t')[1..]);
        Assert.Equal(["good", "created", ""], byLine["1"]);
        Assert.False(byLine.ContainsKey("2"));
        Assert.Equal(["", "invalid", "not JSON at column 2"], byLine["3"]);
        Assert.Equal(["", "invalid", "not a JSON object"], byLine["4"]);
        Assert.Equal(["Bad Id", "invalid", "id must have 1 to 40 lower-case letters, digits or dashes"], byLine["5"]);
        Assert.Equal("conflict", byLine["6"][1]);
        Assert.Equal(["no-room", "failed", "step database: The server has no room."], byLine["7"]);
        Assert.Equal(["typo", "invalid", "recipie is not known"], byLine["8"]);
        Assert.Equal(["good", "invalid", "line 1 already has this id"], byLine["9"]);
        Assert.Equal(["bare", "invalid", "name is missing or no text"], byLine["10"]);
        Assert.Equal(["", "invalid", "longer than 1048576 bytes"], byLine["11"]);
        Assert.Equal(["last", "created", ""], byLine["12"]);
        Assert.Contains("11 lines: 1 conflict, 2 created, 1 failed, 7 invalid", result.Err);
    }

    [Fact]
    public async Task Without_waiting_no_provisioning_is_looked_at()
    {
        var server = new PretendCorporations { LooksUntilReady = int.MaxValue };
        await using var api = await FakeApi.Start(server.Answer);
        using var run = new CommandRun();
        var result = await Import(run, api, ImportFile.Of(10), "--no-wait");

        Assert.Equal(0, result.ExitCode);
        Assert.All(api.Seen, request => Assert.Equal("POST", request.Method));
    }

    [Fact]
    public async Task Waiting_ends_when_its_time_is_over()
    {
        var server = new PretendCorporations { LooksUntilReady = int.MaxValue };
        await using var api = await FakeApi.Start(server.Answer);
        using var run = new CommandRun();
        var result = await Import(run, api, ImportFile.Of(2), "--wait-seconds", "1");

        Assert.Equal(7, result.ExitCode);
        Assert.All(result.Lines, line => Assert.Contains("still running", line));
    }

    [Fact]
    public async Task A_dry_run_says_what_would_happen_and_sends_nothing_that_changes()
    {
        var server = new PretendCorporations();
        await using var api = await FakeApi.Start(server.Answer);
        using var run = new CommandRun();
        await Import(run, api, ImportFile.Of(1));
        var before = api.Seen.Count;
        var result = await Import(run, api, $"{ImportFile.Line("corp-1")}\n{ImportFile.Line("new")}\n", "--dry-run");
        var other = await Import(run, api, $"{ImportFile.Line("corp-1", "Another")}\nnonsense", "--dry-run");

        Assert.Equal(["1\tcorp-1\tunchanged\t", "2\tnew\tcreated\t"], result.Lines.Order());
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Dry run, nothing was changed.", result.Err);
        Assert.Equal(
            ["1\tcorp-1\tconflict\tid: corp-1 exists with other particulars.", "2\t\tinvalid\tnot JSON at column 2"], other.Lines.Order());
        Assert.Equal(7, other.ExitCode);
        Assert.All(api.Asked.Skip(before), asked => Assert.Equal("POST /api/v1/corporations?dryRun=true", asked));
        Assert.Equal(1, server.Created);
    }

    [Fact]
    public async Task No_more_than_the_given_number_is_sent_at_once()
    {
        var server = new PretendCorporations { LooksUntilReady = 0 };
        await using var api = await FakeApi.Start(server.Answer);
        using var run = new CommandRun();
        await Import(run, api, ImportFile.Of(40), "--parallel", "3");

        Assert.InRange(server.MostAtOnce, 1, 3);
        Assert.Equal(40, server.Created);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("65")]
    [InlineData("many")]
    public async Task A_number_out_of_bounds_is_a_usage_error(string parallel)
    {
        using var run = new CommandRun();
        Assert.Equal(2, (await run.Run(["corporation", "import", "-", "--parallel", parallel])).ExitCode);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_a_usage_error()
    {
        using var run = new CommandRun();
        var result = await run.Run(["corporation", "import", "missing.jsonl"]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("missing.jsonl cannot be read", result.Err);
    }

    [Fact]
    public async Task A_busy_server_slows_the_import_down_and_fails_no_line()
    {
        var server = new PretendCorporations { BusyAnswers = 10 };
        await using var api = await FakeApi.Start(server.Answer);
        using var run = new CommandRun();
        var result = await Import(run, api, ImportFile.Of(30));

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(30, result.Lines.Count(line => line.Contains("\tcreated\t", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_key_that_may_not_ends_the_import_instead_of_failing_each_line()
    {
        await using var api = await FakeApi.Start(Answers.Problem(403, "This key may not create corporations.", "forbidden"));
        using var run = new CommandRun();
        var result = await Import(run, api, ImportFile.Of(500));

        Assert.Equal(5, result.ExitCode);
        Assert.Equal("", result.Out);
        Assert.Contains("This key may not create corporations.", result.Err);
        Assert.InRange(api.Seen.Count, 1, 20);
    }

    [Fact]
    public async Task Standard_input_with_windows_line_ends_and_a_byte_order_mark_is_read_like_any_file()
    {
        var server = new PretendCorporations();
        await using var api = await FakeApi.Start(server.Answer);
        using var run = new CommandRun();
        var input = $"\uFEFF{ImportFile.Line("one")}\r\n\r\n{ImportFile.Line("two")}";
        var result = await run.Run(["--server", api.Address, "corporation", "import", "-"], input);

        Assert.Equal(["1\tone\tcreated\t", "3\ttwo\tcreated\t"], result.Lines.Order());
        Assert.Contains(ImportFile.Line("one"), api.Seen.Select(request => request.Body));
    }

    [Fact]
    public async Task An_unchanged_corporation_whose_provisioning_failed_is_not_well()
    {
        var server = new PretendCorporations { Failing = ["corp-1"] };
        await using var api = await FakeApi.Start(server.Answer);
        using var run = new CommandRun();
        await Import(run, api, ImportFile.Of(1));
        var again = await Import(run, api, ImportFile.Of(1), "--json");

        Assert.Equal(7, again.ExitCode);
        Assert.Equal("failed", JsonDocument.Parse(again.Out).RootElement.GetProperty("result").GetString());
    }

    private static Task<CommandResult> Import(CommandRun run, FakeApi api, string content, params string[] more) =>
        run.Run(["--server", api.Address, "corporation", "import", run.WriteFile("corporations.jsonl", content), .. more]);
}
