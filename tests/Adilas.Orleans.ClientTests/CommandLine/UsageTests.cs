using System.Text.Json;

namespace Adilas.CommandLine;

public sealed class UsageTests
{
    [Theory]
    [InlineData("corporation")]
    [InlineData("corporation", "sho")]
    [InlineData("corporation", "show")]
    [InlineData("corporation", "list", "--limit", "0")]
    [InlineData("corporation", "list", "--limit", "x")]
    [InlineData("corporation", "history", "acme", "--from", "yesterday")]
    [InlineData("corporation", "list", "--timeout", "0")]
    [InlineData("stack", "add", "data1")]
    [InlineData("key", "create", "robot")]
    [InlineData("settings", "version", "system", "newest")]
    [InlineData("settings", "validate", "file.json", "--layer", "nation")]
    [InlineData("settings", "catalogue", "--layer", "nation")]
    public async Task What_cannot_be_understood_is_a_usage_error_with_a_way_to_help(params string[] arguments)
    {
        using var run = new CommandRun();
        var result = await run.Run(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Equal("", result.Out);
        Assert.StartsWith("error: ", result.Err);
        Assert.Contains("--help", result.Err);
    }

    [Fact]
    public async Task A_key_after_a_misspelt_option_is_not_repeated()
    {
        using var run = new CommandRun();
        var result = await run.Run(["corporation", "list", "--kye", "s3cret"]);

        Assert.Equal(2, result.ExitCode);
        Assert.DoesNotContain("s3cret", result.Err);
    }

    [Fact]
    public async Task A_usage_error_is_json_too_when_json_was_asked_for()
    {
        using var run = new CommandRun();
        var result = await run.Run(["corporation", "show", "--json"]);

        Assert.Equal(2, result.ExitCode);
        Assert.Equal("usage", JsonDocument.Parse(result.Err).RootElement.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData()]
    [InlineData("corporation")]
    [InlineData("corporation", "import")]
    [InlineData("settings", "put")]
    public async Task Help_is_data(params string[] command)
    {
        using var run = new CommandRun();
        var result = await run.Run([.. command, "--help"]);

        Assert.Equal((0, ""), (result.ExitCode, result.Err));
        Assert.Contains("--server", result.Out);
    }

    [Theory]
    [InlineData("corporation", "close", "acme")]
    [InlineData("corporation", "provisioning", "rollback", "acme")]
    [InlineData("key", "revoke", "k1")]
    public async Task Without_a_terminal_nobody_is_asked_and_nothing_is_done(params string[] arguments)
    {
        await using var api = await FakeApi.Start(Answers.Json("{}"));
        var result = await CommandRun.Once(api, arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--yes", result.Err);
        Assert.Empty(api.Seen);
    }

    [Fact]
    public async Task Completion_scripts_ask_the_program_for_words()
    {
        using var run = new CommandRun();
        var script = await run.Run(["completion", "bash"]);
        var words = await run.Run(["[suggest:15]", "adilas corporat"]);

        Assert.Contains("complete -o default -F _adilas adilas", script.Out);
        Assert.Contains("corporation", words.Lines);
    }

    [Fact]
    public async Task Layers_are_completed_from_what_the_server_has()
    {
        await using var api = await FakeApi.Start(Answers.Page("""{"scope":"role:acme:cleaner"},{"scope":"role:acme:clerk"}"""));
        using var run = new CommandRun().With("ADILAS_SERVER", api.Address).With("ADILAS_KEY", "k");
        var line = "adilas settings get role:acme:cl";
        var result = await run.Run([$"[suggest:{line.Length}]", line]);

        Assert.Equal(["role:acme:cleaner", "role:acme:clerk"], result.Lines.Where(word => word.Length > 0).Order(StringComparer.Ordinal));
        Assert.Equal("/api/v1/settings?kind=role&query=acme%3Acl&limit=50", api.Only.Target);
    }

    [Theory]
    [InlineData("adilas settings set corporation:acme im", "images.")]
    [InlineData("adilas settings set corporation:acme images.w", "images.watermark,images.width")]
    [InlineData("adilas settings lock plan:small limits.users limits.st", "limits.storage")]
    [InlineData("adilas settings explain acme look.sch", "look.scheme")]
    [InlineData("adilas settings set theme:x backups.enabled t", "true")]
    [InlineData("adilas settings set person:u1 cafe.wall p", "play")]
    [InlineData("adilas settings condition set person:u1 cafe.wall b", "both")]
    [InlineData("adilas settings set plan:x limits.users p", "")]
    [InlineData("adilas settings set p", "person,plan")]
    [InlineData("adilas settings explain acme no-such", "")]
    public async Task Paths_of_settings_are_completed_a_name_at_a_time(string line, string words)
    {
        using var run = new CommandRun();
        var result = await run.Run([$"[suggest:{line.Length}]", line]);

        Assert.Equal(words, string.Join(',', result.Lines.Where(word => word.Length > 0 && !word.StartsWith('-'))));
    }
}
