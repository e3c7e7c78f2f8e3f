namespace Adilas.CommandLine;

public sealed class DraftTests
{
    private const string Draft =
        """{"id":"1m86q","state":"scheduled","kind":"merge","effectiveAt":"2030-01-01T00:00:00Z","needsApproval":[],"token":null,"note":null}""";

    private const string Open = """{"id":"1m86q","state":"open","kind":"merge","needsApproval":["prices.tax"],"token":null,"note":null}""";

    [Theory]
    [InlineData("PUT /api/v1/settings/system", "put", "system", "-", "--if-match", "3")]
    [InlineData("PATCH /api/v1/settings/system", "patch", "system", "-")]
    public async Task A_write_can_be_made_later(string request, params string[] words)
    {
        await using var api = await FakeApi.Start(Answers.Json(Draft, 202));
        using var run = new CommandRun();
        var result = await run.Run(["settings", .. words, "--effective-at", "2030-01-01", "--server", api.Address], """{"custom":{}}""");

        Assert.Equal((0, "1m86q\n", "Scheduled for 2030-01-01T00:00:00Z.\n"), (result.ExitCode, result.Out, result.Err));
        Assert.Equal(request, api.Only.ToString());
        Assert.Equal("""{"document":{"custom":{}},"effectiveAt":"2030-01-01T00:00:00Z"}""", api.Only.Body);
    }

    [Fact]
    public async Task One_value_can_be_set_later()
    {
        await using var api = await FakeApi.Start(Answers.Json(Draft, 202));
        var result = await CommandRun.Once(api, "settings", "set", "corporation:acme", "limits.users", "5", "--effective-at", "2030-01-01T01:00:00+01:00");

        Assert.Equal((0, "1m86q\n"), (result.ExitCode, result.Out));
        Assert.Equal("""{"value":5,"effectiveAt":"2030-01-01T00:00:00Z"}""", api.Only.Body);
    }

    [Fact]
    public async Task A_draft_is_made_of_a_file_or_of_one_value()
    {
        await using var api = await FakeApi.Start(Answers.Json(Open, 201), Answers.Json(Open, 201), Answers.Json(Open, 201));
        using var run = new CommandRun();
        var result = await run.Run(["settings", "drafts", "create", "system", "-", "--reason", "why", "--server", api.Address], """{"prices":{"tax":19}}""");
        await run.Run(["settings", "drafts", "create", "system", "-", "--replace", "--if-match", "3", "--server", api.Address], "{}");
        await CommandRun.Once(api, "settings", "drafts", "create", "system", "--path", "prices.tax", "--value", "19", "--effective-at", "2030-01-01");

        Assert.Equal((0, "1m86q\n", "Waits for another to approve it: prices.tax.\n"), (result.ExitCode, result.Out, result.Err));
        Assert.All(api.Seen, seen => Assert.Equal("POST /api/v1/settings/system/drafts", seen.ToString()));
        Assert.Equal("""{"kind":"merge","document":{"prices":{"tax":19}},"reason":"why"}""", api.Seen[0].Body);
        Assert.Equal(("""{"kind":"replace","document":{}}""", "\"3\""), (api.Seen[1].Body, api.Seen[1].Header("If-Match")));
        Assert.Equal("""{"path":"prices.tax","value":19,"effectiveAt":"2030-01-01T00:00:00Z"}""", api.Seen[2].Body);
    }

    [Theory]
    [InlineData("approve", "approved", "approved\n")]
    [InlineData("withdraw", "withdrawn", "withdrawn\n")]
    public async Task A_draft_is_decided_on_in_the_version_that_was_seen(string command, string state, string output)
    {
        await using var api = await FakeApi.Start(Answers.Json($$"""{"id":"1m86q","state":"{{state}}","needsApproval":[]}"""));
        var result = await CommandRun.Once(api, "settings", "drafts", command, "corporation:acme", "1m86q", "--if-match", "2");

        Assert.Equal((0, output), (result.ExitCode, result.Out));
        Assert.Equal($"POST /api/v1/settings/corporation:acme/drafts/1m86q/{command}", api.Only.ToString());
        Assert.Equal(("\"2\"", ""), (api.Only.Header("If-Match"), api.Only.Body));
    }

    [Fact]
    public async Task To_reject_one_says_why_and_to_apply_prints_the_token()
    {
        await using var api = await FakeApi.Start(
            Answers.Json("""{"state":"rejected","note":"no","needsApproval":[]}"""),
            Answers.Json("""{"state":"applied","token":"system@4","needsApproval":[]}"""));
        Assert.Equal(2, (await CommandRun.Once(api, "settings", "drafts", "reject", "system", "1m86q")).ExitCode);
        Assert.Equal("rejected\n", (await CommandRun.Once(api, "settings", "drafts", "reject", "system", "1m86q", "--reason", "no")).Out);
        Assert.Equal("system@4\n", (await CommandRun.Once(api, "settings", "drafts", "apply", "system", "1m86q")).Out);

        Assert.Equal("""{"reason":"no"}""", api.Seen[0].Body);
    }

    [Fact]
    public async Task Drafts_are_listed_by_state()
    {
        await using var api = await FakeApi.Start(Answers.Json(
            """{"items":[{"id":"1m86q","state":"open","kind":"value","author":"key:k1","reason":"why","needsApproval":true,"createdAt":"2026-01-01T00:00:00Z","changedAt":"2026-01-01T00:00:00Z","effectiveAt":null}],"next":null}"""));
        var result = await CommandRun.Once(api, "settings", "drafts", "list", "system", "--state", "open");

        Assert.Equal("1m86q\topen\tvalue\tkey:k1\ttrue\t\t2026-01-01T00:00:00Z\twhy\n", result.Out);
        Assert.StartsWith("/api/v1/settings/system/drafts?state=open", api.Only.Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_waits_is_listed_across_layers()
    {
        await using var api = await FakeApi.Start(Answers.Json(
            """{"items":[{"scope":"plan:small","id":"1m86q","state":"open","kind":"value","author":"key:k1","reason":"why","needsApproval":true,"createdAt":"2026-01-01T00:00:00Z","changedAt":"2026-01-01T00:00:00Z","effectiveAt":null}],"next":null}"""));
        var result = await CommandRun.Once(api, "settings", "drafts", "waiting", "--approval");

        Assert.Equal("plan:small\t1m86q\topen\ttrue\tkey:k1\t\t2026-01-01T00:00:00Z\twhy\n", result.Out);
        Assert.StartsWith("/api/v1/settings/drafts?needsApproval=true&", api.Only.Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_tells_what_it_would_change_and_why_it_cannot()
    {
        await using var api = await FakeApi.Start(
            Answers.Json($$"""{"draft":{"state":"open","author":"key:k1","version":2,"basedOn":3,"reason":"why","needsApproval":["prices.tax"]},"changes":[{"path":"prices.tax","before":7,"after":19}],"corporations":1,"problem":null}"""),
            Answers.Json("""{"draft":{"state":"open","author":"key:k1","version":2,"basedOn":3,"needsApproval":[],"document":{"prices":{"tax":19}}},"changes":null,"corporations":null,"problem":{"code":"draft-stale","detail":"Changed since."}}"""));
        var fresh = await CommandRun.Once(api, "settings", "drafts", "show", "system", "1m86q");
        var stale = await CommandRun.Once(api, "settings", "drafts", "show", "system", "1m86q");

        Assert.Equal("prices.tax\t7\t19\n", fresh.Out);
        Assert.Equal("open, by key:k1, version 2 on the layer's 3\nreason: why\nneeds approval by another than key:k1: prices.tax\n", fresh.Err);
        Assert.Equal(("prices.tax\t\t19\n", true), (stale.Out, stale.Err.EndsWith("warning: Changed since.\n", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_needs_approval_is_refused_with_the_way_to_it()
    {
        await using var api = await FakeApi.Start(Answers.Problem(409, "A change of 'prices.tax' needs a second person.", "approval-required"));
        var result = await CommandRun.Once(api, "settings", "set", "system", "prices.tax", "19");

        Assert.Equal(4, result.ExitCode);
        Assert.Contains("settings drafts create", result.Err, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("create", "system")]
    [InlineData("create", "system", "--path", "a")]
    [InlineData("create", "system", "file.json", "--path", "a", "--value", "1")]
    [InlineData("create", "system", "--path", "a", "--value", "1", "--replace")]
    [InlineData("create", "system", "file.json", "--dry-run")]
    [InlineData("list", "system", "--state", "lost")]
    [InlineData("approve", "system")]
    public async Task A_wrong_line_is_told_so_before_anything_is_sent(params string[] words)
    {
        await using var api = await FakeApi.Start();
        var result = await CommandRun.Once(api, ["settings", "drafts", .. words]);

        Assert.Equal(2, result.ExitCode);
        Assert.Empty(api.Seen);
    }
}
