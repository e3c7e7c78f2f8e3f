namespace Adilas.CommandLine;

public sealed class ConnectionTests
{
    private static readonly string EmptyList = """{"items":[],"next":null}""";

    [Fact]
    public async Task An_option_wins_over_the_environment_and_that_over_the_file()
    {
        await using var api = await FakeApi.Start(Answers.Json(EmptyList));
        using var run = new CommandRun();
        run.WriteFile(".config/adilas/config.json", $$"""{"server":"{{api.Address}}","key":"from-file"}""");

        run.With("ADILAS_KEY", null);
        Assert.Equal(0, (await run.Run(["stack", "list"])).ExitCode);
        run.With("ADILAS_KEY", "from-environment").With("ADILAS_SERVER", "http://127.0.0.1:1");
        Assert.Equal(6, (await run.Run(["stack", "list", "--retry-for", "0"])).ExitCode);
        run.With("ADILAS_SERVER", api.Address);
        await run.Run(["stack", "list"]);
        await run.Run(["stack", "list", "--key", "from-option"]);

        Assert.Equal(
            ["Bearer from-file", "Bearer from-environment", "Bearer from-option"],
            api.Seen.Select(request => request.Header("Authorization")));
    }

    [Fact]
    public async Task A_key_from_the_file_does_not_go_to_another_server()
    {
        await using var api = await FakeApi.Start(Answers.Problem(401, "No key.", "unauthenticated"));
        using var run = new CommandRun().With("ADILAS_KEY", null);
        run.WriteFile(".config/adilas/config.json", """{"server":"https://adilas.example","key":"from-file"}""");
        var result = await run.Run(["stack", "list", "--server", api.Address]);

        Assert.Equal(5, result.ExitCode);
        Assert.Null(api.Only.Header("Authorization"));
        Assert.Contains("ADILAS_KEY", result.Err);
    }

    [Fact]
    public async Task Beside_the_data_of_a_local_server_its_operator_key_is_used()
    {
        await using var api = await FakeApi.Start(Answers.Json(EmptyList));
        using var run = new CommandRun().With("ADILAS_KEY", null);
        run.WriteFile("data/operator.key", "operator-secret\n");
        await run.Run(["stack", "list", "--server", api.Address]);

        Assert.Equal("Bearer operator-secret", api.Only.Header("Authorization"));
    }

    [Fact]
    public async Task The_operator_key_of_this_machine_does_not_go_elsewhere()
    {
        using var run = new CommandRun().With("ADILAS_KEY", null);
        run.WriteFile("data/operator.key", "operator-secret");
        var result = await run.Run(["stack", "list", "--server", "http://no-such-host.invalid"]);

        Assert.DoesNotContain("warning", result.Err);
        Assert.Equal(6, result.ExitCode);
    }

    [Fact]
    public async Task A_key_that_would_travel_in_the_clear_is_warned_of_and_not_shown()
    {
        using var run = new CommandRun();
        var result = await run.Run(["stack", "list", "--server", "http://no-such-host.invalid"]);

        Assert.Contains("warning: The key goes to no-such-host.invalid over http", result.Err);
        Assert.DoesNotContain(CommandRun.Key, result.Err);
    }

    [Theory]
    [InlineData("ftp://localhost")]
    [InlineData("localhost:8080")]
    [InlineData("http://user:s3cret@localhost")]
    [InlineData("http://localhost/?key=x")]
    [InlineData("nonsense")]
    public async Task An_address_that_is_none_is_a_usage_error(string server)
    {
        using var run = new CommandRun();
        var result = await run.Run(["stack", "list", "--server", server]);

        Assert.Equal(2, result.ExitCode);
        Assert.DoesNotContain("s3cret", result.Err);
    }

    [Fact]
    public async Task A_server_below_a_path_keeps_its_path()
    {
        await using var api = await FakeApi.Start(Answers.Json(EmptyList));
        using var run = new CommandRun();
        await run.Run(["stack", "list", "--server", $"{api.Address}/behind/balancer"]);

        Assert.StartsWith("/behind/balancer/api/v1/stacks", api.Only.Target);
    }

    [Fact]
    public async Task A_key_with_a_line_break_is_refused_without_being_shown()
    {
        using var run = new CommandRun().With("ADILAS_KEY", "secret\r\nX-Evil: 1");
        var result = await run.Run(["stack", "list"]);

        Assert.Equal(2, result.ExitCode);
        Assert.DoesNotContain("secret", result.Err);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    public async Task A_configuration_file_that_is_garbage_is_named(string content)
    {
        using var run = new CommandRun();
        run.WriteFile(".config/adilas/config.json", content);
        var result = await run.Run(["stack", "list"]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("config.json", result.Err);
    }

    [Fact, System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task A_key_file_that_others_can_read_is_warned_of()
    {
        await using var api = await FakeApi.Start(Answers.Json(EmptyList));
        using var run = new CommandRun().With("ADILAS_KEY", null);
        var file = run.WriteFile(".config/adilas/config.json", $$"""{"server":"{{api.Address}}","key":"from-file"}""");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Contains("chmod 600", (await run.Run(["stack", "list"])).Err);
        File.SetUnixFileMode(file, UnixFileMode.UserRead);
        Assert.DoesNotContain("chmod 600", (await run.Run(["stack", "list"])).Err);
    }
}
