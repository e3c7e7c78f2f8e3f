namespace Adilas.CommandLine;

public sealed class WebhookTests
{
    private const string Made = """{"id":"w1","secret":"whsec_abc","version":1,"url":"https://a.example/","events":["*"]}""";

    [Fact]
    public async Task The_secret_goes_alone_to_standard_output_and_once()
    {
        await using var api = await FakeApi.Start(Answers.Json(Made));
        var result = await CommandRun.Once(api, "webhooks", "add", "acme", "https://a.example/", "--event", "settings.changed,job.*", "--description", "till");

        Assert.Equal((0, "whsec_abc\n"), (result.ExitCode, result.Out));
        Assert.Contains("only time", result.Err);
        Assert.Equal("POST /api/v1/corporations/acme/webhooks", api.Only.ToString());
        Assert.Equal("""{"url":"https://a.example/","events":["settings.changed","job.*"],"description":"till"}""", api.Only.Body);
    }

    [Theory]
    [InlineData("enable", """{"enabled":true}""")]
    [InlineData("disable", """{"enabled":false}""")]
    public async Task It_is_switched(string verb, string body)
    {
        await using var api = await FakeApi.Start(Answers.Json("""{"id":"w1","enabled":true}"""));
        var result = await CommandRun.Once(api, "webhooks", verb, "acme", "w1");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(("PATCH /api/v1/corporations/acme/webhooks/w1", body), (api.Only.ToString(), api.Only.Body));
    }

    [Fact]
    public async Task A_span_is_replayed_part_by_part_after_asking_how_many()
    {
        await using var api = await FakeApi.Start(
            Answers.Json("""{"count":3}"""), Answers.Json("""{"deliveries":["a","b"],"next":"n"}"""), Answers.Json("""{"deliveries":["c"],"next":null}"""));
        var result = await CommandRun.Once(api, "webhooks", "replay", "acme", "w1", "--from", "2026-01-01T00:00:00Z", "--yes");

        Assert.Equal((0, "3\n"), (result.ExitCode, result.Out));
        Assert.Equal("POST /api/v1/corporations/acme/webhooks/w1/replay?dryRun=true", api.Asked.First());
        Assert.Equal("""{"from":"2026-01-01T00:00:00Z","cursor":"n"}""", api.Seen[2].Body);
    }

    [Fact]
    public async Task A_replay_needs_a_delivery_or_a_span()
    {
        await using var api = await FakeApi.Start();

        Assert.Equal(2, (await CommandRun.Once(api, "webhooks", "replay", "acme", "w1")).ExitCode);
        Assert.Equal(2, (await CommandRun.Once(api, "webhooks", "remove", "acme", "..")).ExitCode);
        Assert.Empty(api.Seen);
    }
}
