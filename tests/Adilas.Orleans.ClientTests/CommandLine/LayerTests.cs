namespace Adilas.CommandLine;

public sealed class LayerTests
{
    private const string Layer =
        """{"scope":"plan:x","version":12,"document":{"limits":{"users":5}},"locks":["limits.users"],"conditions":[{"path":"a","value":1,"share":0.5}]}""";

    private const string Preview = """{"changes":[{"path":"limits.users","before":5,"after":9}],"corporations":3}""";
    private const string Token = """{"token":"plan:x@13"}""";
    private const string Question = "Reason (empty: edit again): ";

    [Fact]
    public async Task What_one_corporation_says_is_not_imported_for_all()
    {
        await using var api = await FakeApi.Start(Answers.Json("{}"));
        using var run = new CommandRun();
        var result = await run.Run(["settings", "import", "system", "-", "--server", api.Address], """{"scope":"corporation:acme","document":{"a":1}}""");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("corporation:acme, which is of another kind than system", result.Err);
        Assert.Empty(api.Seen);
    }

    [Fact]
    public async Task Layers_are_listed_with_those_that_nothing_uses_pointed_out()
    {
        await using var api = await FakeApi.Start(Answers.Json(
            """{"items":[{"scope":"plan:smal","version":3,"changedAt":"2026-03-01T08:00:00Z","actor":"key:k","unused":"Nobody is."},{"scope":"plan:small","version":1,"changedAt":"2026-03-01T08:00:00Z","actor":"key:k"}],"next":null}"""));
        var result = await CommandRun.Once(api, "settings", "layers", "--kind", "plan", "--query", "sm");

        Assert.Equal("plan:smal\t3\t2026-03-01T08:00:00Z\tkey:k\tNobody is.\nplan:small\t1\t2026-03-01T08:00:00Z\tkey:k\t\n", result.Out);
        Assert.StartsWith("/api/v1/settings?kind=plan&query=sm&", api.Only.Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_is_a_line_for_each_value()
    {
        await using var api = await FakeApi.Start(Answers.Json("""{"values":{"images":{"width":760},"name":"Café"},"layers":{},"ageMs":3,"leaseEnded":true}"""));
        var result = await CommandRun.Once(api, "settings", "profile", "acme", "--user", "u1", "--path", "a b", "--as-of", "2026-03-01");

        Assert.Equal("/api/v1/corporations/acme/profile?user=u1&path=a%20b&asOf=2026-03-01T00%3A00%3A00Z", api.Only.Target);
        Assert.Equal("images.width\t760\nname\tCafé\n", result.Out);
        Assert.Contains("hard settings are left out", result.Err);
    }

    [Theory]
    [InlineData("\"value\":7,\"source\":\"plan:x\"", "images.width is 7, from plan:x.")]
    [InlineData("\"source\":\"plan:x\"", "images.width is hidden by plan:x.")]
    [InlineData("\"path\":\"images.width\"", "images.width is not set.")]
    public async Task An_explanation_is_a_line_for_each_layer_and_a_verdict(string answer, string verdict)
    {
        const string layers = """[{"scope":"plan:x","version":2,"actor":"key:k","changedAt":"2026-03-01T08:00:00Z","value":7,"applied":true}]""";
        await using var api = await FakeApi.Start(Answers.Json($$"""{{{answer}},"layers":{{layers}}}"""));
        var result = await CommandRun.Once(api, "settings", "explain", "acme", "images.width");

        Assert.Equal("/api/v1/corporations/acme/profile/explain?path=images.width", api.Only.Target);
        Assert.Equal("plan:x\t7\ttrue\t2\t2026-03-01T08:00:00Z\tkey:k\t\t\t\n", result.Out);
        Assert.Contains(verdict, result.Err);
    }

    [Theory]
    [InlineData("lock", "images", """["images","limits.users"]""")]
    [InlineData("unlock", "limits.users", "[]")]
    public async Task Locks_change_from_the_version_that_was_read_and_nothing_else_does(string command, string path, string locks)
    {
        await using var api = await FakeApi.Start(Answers.Json(Layer, etag: "\"12\""), Answers.Json(Token));
        var result = await CommandRun.Once(api, "settings", command, "plan:x", path, "--reason", "Sold so");

        Assert.Equal("plan:x@13\n", result.Out);
        Assert.Equal("PATCH /api/v1/settings/plan:x", api.Seen[1].ToString());
        Assert.Equal("\"12\"", api.Seen[1].Header("If-Match"));
        Assert.Equal($$$"""{"document":{},"locks":{{{locks}}},"reason":"Sold so"}""", api.Seen[1].Body);
    }

    [Theory]
    [InlineData("""[{"path":"b","value":7,"share":0.25,"from":"2027-01-01T00:00:00Z"}]""", "set", "b", "7", "--share", "0.25", "--from", "2027-01-01")]
    [InlineData("""[{"path":"a","value":"2","until":"2027-01-01T00:00:00Z"}]""", "set", "a", "2", "--string", "--until", "2027-01-01")]
    [InlineData("""[{"path":"a","value":1,"share":0.5},{"path":"a","value":2,"share":0.1}]""", "set", "a", "2", "--share", "0.1", "--add")]
    [InlineData("[]", "remove", "a")]
    public async Task Conditions_change_from_the_version_that_was_read_and_nothing_else_does(string conditions, string command, params string[] words)
    {
        await using var api = await FakeApi.Start(Answers.Json(Layer, etag: "\"12\""), Answers.Json(Token));
        var result = await CommandRun.Once(api, ["settings", "condition", command, "plan:x", .. words, "--reason", "Tried out"]);

        var kept = words[0] is "b" ? """[{"path":"a","value":1,"share":0.5},""" : "[";
        Assert.Equal("plan:x@13\n", result.Out);
        Assert.Equal(("PATCH /api/v1/settings/plan:x", "\"12\""), (api.Seen[1].ToString(), api.Seen[1].Header("If-Match")));
        Assert.Equal($$$"""{"document":{},"conditions":{{{kept}}}{{{conditions[1..]}}},"reason":"Tried out"}""", api.Seen[1].Body);
    }

    [Fact]
    public async Task Conditions_are_listed_and_one_that_is_not_there_is_not_removed()
    {
        await using var api = await FakeApi.Start(Answers.Json(Layer, etag: "\"12\""), Answers.Json(Layer, etag: "\"12\""));

        Assert.Equal("a\t1\t0.5\t\t\n", (await CommandRun.Once(api, "settings", "condition", "list", "plan:x")).Out);
        Assert.Equal(3, (await CommandRun.Once(api, "settings", "condition", "remove", "plan:x", "b")).ExitCode);
        Assert.Equal(2, (await CommandRun.Once(api, "settings", "condition", "set", "plan:x", "b", "1")).ExitCode);
        Assert.Equal(2, api.Seen.Count);
    }

    [Fact]
    public async Task What_differs_between_two_versions_is_listed_with_locks_and_conditions()
    {
        await using var api = await FakeApi.Start(
            Answers.Json("""{"document":{"a":1,"b":{"c":2}},"locks":[],"conditions":[]}"""),
            Answers.Json("""{"document":{"a":1.5,"b":{"d":3}},"locks":["a"],"conditions":[]}"""));
        var result = await CommandRun.Once(api, "settings", "diff", "plan:x", "3", "5");

        Assert.Equal("a\t1\t1.5\nb.c\t2\t\nb.d\t\t3\nlocks\t[]\t[\"a\"]\n", result.Out);
        Assert.Equal(["GET /api/v1/settings/plan:x/versions/3", "GET /api/v1/settings/plan:x/versions/5"], api.Asked);
    }

    [Fact]
    public async Task What_was_exported_can_be_imported_whole()
    {
        await using var api = await FakeApi.Start(
            Answers.Json(Layer, etag: "\"12\""), Answers.Problem(404, "Nothing was ever set in this layer.", "settings-unset"), Answers.Json(Token));
        using var run = new CommandRun();
        await run.Run(["settings", "export", "plan:x", "layer.json", "--server", api.Address]);
        var result = await run.Run(["settings", "import", "plan:y", "layer.json", "--server", api.Address]);

        Assert.Equal("plan:x@13\n", result.Out);
        Assert.Equal("PUT /api/v1/settings/plan:y", api.Seen[2].ToString());
        Assert.Equal(
            """{"document":{"limits":{"users":5}},"locks":["limits.users"],"conditions":[{"path":"a","value":1,"share":0.5}]}""", api.Seen[2].Body);
        Assert.Null(api.Seen[2].Header("If-Match"));
    }

    [Fact]
    public async Task An_edit_is_shown_and_stored_with_a_reason_and_keeps_locks_and_conditions()
    {
        await using var api = await FakeApi.Start(Answers.Json(Layer, etag: "\"12\""), Answers.Json(Preview), Answers.Json(Token));
        using var run = new CommandRun().With("EDITOR", "sed -i s/5/9/");
        var result = await run.RunInTerminal(["settings", "edit", "plan:x", "--server", api.Address], Question, "More users\n");

        Assert.True(result.ExitCode is 0, result.Out);
        Assert.Contains("Corporations concerned: 3", result.Out);
        Assert.Equal(["PUT /api/v1/settings/plan:x?dryRun=true", "PUT /api/v1/settings/plan:x"], api.Asked.Skip(1));
        Assert.Equal(
            """{"document":{"limits":{"users":9}},"locks":["limits.users"],"conditions":[{"path":"a","value":1,"share":0.5}],"reason":"More users"}""",
            api.Seen[2].Body);
        Assert.Equal("\"12\"", api.Seen[2].Header("If-Match"));
    }

    [Fact]
    public async Task An_edit_that_comes_too_late_leaves_what_was_written()
    {
        await using var api = await FakeApi.Start(
            Answers.Json(Layer, etag: "\"12\""), Answers.Json(Preview), Answers.Problem(412, "The newest version is 13.", "version-stale"));
        using var run = new CommandRun().With("EDITOR", "sed -i s/5/9/");
        var result = await run.RunInTerminal(["settings", "edit", "plan:x", "--server", api.Address], Question, "More users\n");

        Assert.Equal(4, result.ExitCode);
        var kept = System.Text.RegularExpressions.Regex.Match(result.Out, @"kept in (\S+)").Groups[1].Value;
        Assert.Contains("\"users\": 9", await File.ReadAllTextAsync(kept, TestContext.Current.CancellationToken));
        File.Delete(kept);
    }

    [Fact]
    public async Task An_edit_that_changes_nothing_stores_nothing()
    {
        await using var api = await FakeApi.Start(Answers.Json(Layer, etag: "\"12\""));
        using var run = new CommandRun().With("EDITOR", "true");
        var result = await run.RunInTerminal(["settings", "edit", "plan:x", "--server", api.Address]);

        Assert.Equal(0, result.ExitCode);
        Assert.Single(api.Seen);
    }

    [Fact]
    public async Task Without_a_terminal_nothing_is_edited()
    {
        await using var api = await FakeApi.Start(Answers.Json(Layer));

        Assert.Equal(2, (await CommandRun.Once(api, "settings", "edit", "plan:x")).ExitCode);
        Assert.Empty(api.Seen);
    }
}
