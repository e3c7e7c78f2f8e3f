using Microsoft.AspNetCore.Http;

namespace Adilas.CommandLine;

public sealed class CorporationTests
{
    private static readonly RequestDelegate Ready = Answers.Provisioning("ready", "done");
    private static readonly RequestDelegate Failed = Answers.Provisioning("failed", "failed", "No room.");
    private static readonly RequestDelegate Running = Answers.Provisioning("running", "running", deadline: "2026-03-01T08:00:00Z");
    private static readonly RequestDelegate Absent = Answers.Json("""{"state":"absent","steps":[]}""");

    private static readonly string[] Create =
    [
        "corporation", "create", "acme", "--name", "Acme", "--industry", "retail",
        "--owner-email", "o@example.com", "--owner-name", "O. Wner",
    ];

    [Fact]
    public async Task Create_sends_the_order_and_waits_until_it_is_ready()
    {
        await using var api = await FakeApi.Start(Answers.Nothing(202), Running, Ready);
        using var run = new CommandRun();
        var settings = run.WriteFile("settings.json", """{"limits":{"users":5}}""");
        var result = await run.Run([.. Create, "--recipe", "standard", "--settings", settings, "--server", api.Address]);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("acme\tcreated\tready\n", result.Out);
        Assert.Contains("acme: running", result.Err);
        Assert.Equal(
            """
            {"id":"acme","name":"Acme","industry":"retail","kind":"work","recipe":"standard",
            """
            + """
            "owner":{"email":"o@example.com","name":"O. Wner"},"settings":{"limits":{"users":5}}}
            """,
            api.Seen[0].Body);
        Assert.StartsWith("application/json", api.Seen[0].Header("Content-Type"));
    }

    [Fact]
    public async Task Create_that_fails_says_at_which_step_and_what_to_do()
    {
        await using var api = await FakeApi.Start(Answers.Nothing(202), Failed);
        var result = await CommandRun.Once(api, Create);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("acme was not made: step database: No room.", result.Err);
        Assert.Contains("adilas corporation provisioning retry acme", result.Err);
    }

    [Fact]
    public async Task Create_without_waiting_returns_when_accepted()
    {
        await using var api = await FakeApi.Start(Answers.Nothing(202));
        var result = await CommandRun.Once(api, [.. Create, "--no-wait"]);

        Assert.Equal("acme\tcreated\taccepted\n", result.Out);
        Assert.Single(api.Seen);
    }

    [Fact]
    public async Task Create_again_with_other_particulars_is_a_conflict()
    {
        await using var api = await FakeApi.Start(Answers.Problem(409, "acme exists with other particulars.", "corporation-exists"));
        Assert.Equal(4, (await CommandRun.Once(api, Create)).ExitCode);
    }

    [Fact]
    public async Task Rename_sends_the_version_that_was_read()
    {
        await using var api = await FakeApi.Start(Answers.Json("""{"id":"acme","name":"Acme Foods"}"""));
        await CommandRun.Once(api, "corporation", "rename", "acme", "Acme Foods", "--if-match", "12");

        Assert.Equal(("PATCH", "/api/v1/corporations/acme", """{"name":"Acme Foods"}""", "\"12\""), Sent(api.Only));
    }

    [Fact]
    public async Task Change_sends_only_what_is_given_and_needs_something()
    {
        await using var api = await FakeApi.Start(Answers.Json("""{"id":"acme"}"""));
        var nothing = await CommandRun.Once(api, "corporation", "change", "acme");
        await CommandRun.Once(api, "corporation", "change", "acme", "--industry", "farming", "--kind", "demo");

        Assert.Equal(2, nothing.ExitCode);
        Assert.Equal(("PATCH", "/api/v1/corporations/acme", """{"industry":"farming","kind":"demo"}""", null), Sent(api.Only));
    }

    [Fact]
    public async Task Mode_sends_mode_and_reason()
    {
        await using var api = await FakeApi.Start(Answers.Json("""{"id":"acme","mode":"readOnly"}"""));
        await CommandRun.Once(api, "corporation", "mode", "acme", "readOnly", "--reason", "Unpaid");

        Assert.Equal(("PUT", "/api/v1/corporations/acme/mode", """{"mode":"readOnly","reason":"Unpaid"}""", null), Sent(api.Only));
    }

    [Fact]
    public async Task A_mode_that_does_not_exist_or_lacks_a_reason_never_reaches_the_server()
    {
        await using var api = await FakeApi.Start(Answers.Json("{}"));

        Assert.Equal(2, (await CommandRun.Once(api, "corporation", "mode", "acme", "closed", "--reason", "x")).ExitCode);
        Assert.Equal(2, (await CommandRun.Once(api, "corporation", "mode", "acme", "frozen")).ExitCode);
        Assert.Empty(api.Seen);
    }

    [Fact]
    public async Task Close_and_restore_are_a_delete_and_a_post()
    {
        await using var api = await FakeApi.Start(Answers.Json("""{"id":"acme","mode":"closed","purgeAt":"2026-04-01T00:00:00Z"}"""));
        var closed = await CommandRun.Once(api, "corporation", "close", "acme", "--yes", "--reason", "Moved out");
        await CommandRun.Once(api, "corporation", "restore", "acme");

        Assert.Equal("id\tacme\nmode\tclosed\npurgeAt\t2026-04-01T00:00:00Z\n", closed.Out);
        Assert.Equal(["DELETE /api/v1/corporations/acme?reason=Moved%20out", "POST /api/v1/corporations/acme/restore"], api.Asked);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("Acme")]
    [InlineData("a/b")]
    [InlineData("")]
    public async Task An_id_that_could_address_something_else_never_reaches_the_server(string id)
    {
        await using var api = await FakeApi.Start(Answers.Json("{}"));

        Assert.Equal(2, (await CommandRun.Once(api, "corporation", "close", id, "--yes")).ExitCode);
        Assert.Empty(api.Seen);
    }

    [Fact]
    public async Task Provisioning_show_lists_the_steps_and_watching_a_failure_fails()
    {
        await using var api = await FakeApi.Start(Running, Running, Failed);
        var shown = await CommandRun.Once(api, "corporation", "provisioning", "show", "acme");
        var watched = await CommandRun.Once(api, "corporation", "provisioning", "show", "acme", "--watch");

        Assert.Equal((0, "database\tsql\trunning\t1\t2026-03-01T08:00:00Z\t\n"), (shown.ExitCode, shown.Out));
        Assert.Equal((1, "database\tsql\tfailed\t1\t\tNo room.\n"), (watched.ExitCode, watched.Out));
        Assert.Contains("failed: step database: No room.", watched.Err);
    }

    [Fact]
    public async Task Retry_waits_for_ready_and_rollback_for_absent()
    {
        await using var api = await FakeApi.Start(Answers.Nothing(202), Running, Ready, Answers.Nothing(202), Absent);
        var retried = await CommandRun.Once(api, "corporation", "provisioning", "retry", "acme");
        var rolledBack = await CommandRun.Once(api, "corporation", "provisioning", "rollback", "acme", "--yes");

        Assert.Equal((0, 0), (retried.ExitCode, rolledBack.ExitCode));
        Assert.Equal("POST /api/v1/corporations/acme/provisioning/retry", api.Seen[0].ToString());
        Assert.Equal("POST /api/v1/corporations/acme/provisioning/rollback", api.Seen[3].ToString());
    }

    private static (string, string, string, string?) Sent(SeenRequest request) =>
        (request.Method, request.Target, request.Body, request.Header("If-Match"));
}
