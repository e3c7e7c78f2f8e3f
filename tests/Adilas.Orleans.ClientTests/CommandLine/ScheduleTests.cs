namespace Adilas.CommandLine;

public sealed class ScheduleTests
{
    private const string Shown =
        """{"name":"nightly","version":3,"cron":"0 3 * * *","zone":"UTC","everySeconds":null,"queue":"q","kind":"noop","payload":{"a":1},"enabled":true,"nextAt":"2030-01-01T03:00:00Z","hold":"none","createdAt":"2026-01-01T00:00:00Z","changedAt":"2026-01-01T00:00:00Z","changedBy":"ann","upcoming":[]}""";

    private const string Definition = """{"cron":"0 3 * * *","zone":"UTC","queue":"q","kind":"noop","payload":{"a":1},"enabled":""";

    [Fact]
    public async Task A_schedule_is_set_from_what_show_printed()
    {
        await using var api = await FakeApi.Start(Answers.Json(Shown));
        using var run = new CommandRun();
        var result = await run.Run(["schedules", "set", "acme", "nightly", "-", "--if-match", "3", "--server", api.Address], Shown);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("PUT /api/v1/corporations/acme/schedules/nightly", api.Only.ToString());
        Assert.Equal($"{Definition}true}}", api.Only.Body);
    }

    [Theory]
    [InlineData("pause", "false")]
    [InlineData("resume", "true")]
    public async Task A_schedule_is_switched_on_the_version_that_was_read(string verb, string enabled)
    {
        await using var api = await FakeApi.Start(Answers.Json(Shown), Answers.Json(Shown));
        var result = await CommandRun.Once(api, "schedules", verb, "acme", "nightly");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["GET /api/v1/corporations/acme/schedules/nightly", "PUT /api/v1/corporations/acme/schedules/nightly"], api.Asked);
        Assert.Equal(("\"3\"", $"{Definition}{enabled}}}"), (api.Seen[1].Header("If-Match"), api.Seen[1].Body));
    }

    [Fact]
    public async Task A_preview_lists_times_with_what_clocks_do()
    {
        await using var api = await FakeApi.Start(
            Answers.Json("""{"times":[{"at":"2037-03-29T01:00:00Z","local":"2037-03-29T03:00:00+02:00","note":"afterGap"}]}"""));
        using var run = new CommandRun();
        var result = await run.Run(["schedules", "preview", "acme", "-", "--server", api.Address], $"{Definition}true}}");

        Assert.Equal((0, "2037-03-29T01:00:00Z\t2037-03-29T03:00:00+02:00\tafterGap\n"), (result.ExitCode, result.Out));
        Assert.Equal("POST /api/v1/corporations/acme/schedules:preview", api.Only.ToString());
    }

    [Fact]
    public async Task A_name_that_walks_elsewhere_is_not_sent()
    {
        await using var api = await FakeApi.Start();

        Assert.Equal(2, (await CommandRun.Once(api, "schedules", "remove", "acme", "..")).ExitCode);
        Assert.Empty(api.Seen);
    }
}
