namespace Adilas.CommandLine;

public sealed class SettingsTests
{
    private const string Layer =
        """{"scope":"corporation:acme","version":12,"document":{"limits":{"users":5},"name":"Café"},"locks":[],"conditions":[]}""";

    private const string Token = """{"token":"corporation:acme@13"}""";

    [Fact]
    public async Task Get_prints_the_document_alone_and_the_version_beside_it()
    {
        await using var api = await FakeApi.Start(Answers.Json(Layer, etag: "\"12\""));
        var result = await CommandRun.Once(api, "settings", "get", "corporation:acme");

        Assert.Equal("/api/v1/settings/corporation:acme", api.Only.Target);
        Assert.Equal("{\n  \"limits\": {\n    \"users\": 5\n  },\n  \"name\": \"Café\"\n}\n", result.Out);
        Assert.Equal("version 12\n", result.Err);
    }

    [Fact]
    public async Task Get_with_json_prints_the_whole_layer_as_sent()
    {
        await using var api = await FakeApi.Start(Answers.Json(Layer));
        Assert.Equal(Layer + "\n", (await CommandRun.Once(api, "settings", "get", "corporation:acme", "--json")).Out);
    }

    [Fact]
    public async Task Put_replaces_the_document_of_the_version_that_was_read()
    {
        await using var api = await FakeApi.Start(Answers.Json(Token));
        using var run = new CommandRun();
        string[] options = ["--if-match", "12", "--reason", "More users", "--server", api.Address];
        var result = await run.Run(["settings", "put", "corporation:acme", "-", .. options], """{"limits":{"users":9}}""");

        Assert.Equal("corporation:acme@13\n", result.Out);
        Assert.Equal("PUT /api/v1/settings/corporation:acme", api.Only.ToString());
        Assert.Equal("\"12\"", api.Only.Header("If-Match"));
        Assert.Equal("""{"document":{"limits":{"users":9}},"reason":"More users"}""", api.Only.Body);
    }

    [Fact]
    public async Task Put_takes_back_what_get_printed_as_json()
    {
        await using var api = await FakeApi.Start(Answers.Json(Token));
        using var run = new CommandRun();
        await run.Run(["settings", "put", "corporation:acme", "-", "--layer", "--server", api.Address], Layer);

        Assert.Equal("""{"document":{"limits":{"users":5},"name":"Caf\u00E9"},"locks":[],"conditions":[]}""", api.Only.Body);
        Assert.Null(api.Only.Header("If-Match"));
    }

    [Fact]
    public async Task Put_without_a_version_over_an_existing_layer_is_told_how_to_go_on()
    {
        await using var api = await FakeApi.Start(Answers.Problem(428, "The layer exists.", "version-required"));
        using var run = new CommandRun();
        var result = await run.Run(["settings", "put", "system", "-", "--server", api.Address], "{}");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--if-match", result.Err);
    }

    [Fact]
    public async Task Patch_sends_a_merge_patch()
    {
        await using var api = await FakeApi.Start(Answers.Json(Token));
        using var run = new CommandRun();
        await run.Run(["settings", "patch", "user:acme:u1", run.WriteFile("patch.json", """{"theme":null}"""), "--server", api.Address]);

        Assert.Equal("PATCH /api/v1/settings/user:acme:u1", api.Only.ToString());
        Assert.Equal("""{"document":{"theme":null}}""", api.Only.Body);
    }

    [Theory]
    [InlineData("12", """{"value":12}""")]
    [InlineData("true", """{"value":true}""")]
    [InlineData("blue", """{"value":"blue"}""")]
    [InlineData("[1,2]", """{"value":[1,2]}""")]
    [InlineData("1.50", """{"value":1.50}""")]
    public async Task Set_sends_json_as_json_and_words_as_text(string value, string body)
    {
        await using var api = await FakeApi.Start(Answers.Json(Token));
        await CommandRun.Once(api, "settings", "set", "industry:retail", "limits.users", value);

        Assert.Equal("PUT /api/v1/settings/industry:retail/values/limits.users", api.Only.ToString());
        Assert.Equal(body, api.Only.Body);
    }

    [Theory]
    [InlineData("corporation:acme", "/api/v1/corporations/acme/profile/explain?path=limits.users&minVersion=corporation%3Aacme%4013")]
    [InlineData("user:acme:u1", "/api/v1/corporations/acme/profile/explain?path=limits.users&minVersion=corporation%3Aacme%4013&user=u1")]
    public async Task Set_warns_when_a_lock_keeps_the_value_from_holding(string scope, string asked)
    {
        await using var api = await FakeApi.Start(Answers.Json(Token), Answers.Json($$"""{"layers":[{"scope":"{{scope}}","lockedBy":"plan:small"}]}"""));
        var result = await CommandRun.Once(api, "settings", "set", scope, "limits.users", "12");

        Assert.Equal((0, "corporation:acme@13\n"), (result.ExitCode, result.Out));
        Assert.Equal(asked, api.Seen[1].Target);
        Assert.Equal("warning: Stored, but it does not hold: plan:small locks limits.users.\n", result.Err);
    }

    [Fact]
    public async Task Set_succeeds_without_a_word_when_the_key_may_not_ask_for_locks()
    {
        await using var api = await FakeApi.Start(Answers.Json(Token), Answers.Problem(403, "The caller may not do this.", "forbidden"));
        var result = await CommandRun.Once(api, "settings", "set", "corporation:acme", "limits.users", "12");

        Assert.Equal((0, "corporation:acme@13\n", ""), (result.ExitCode, result.Out, result.Err));
    }

    [Fact]
    public async Task A_layer_that_nothing_uses_is_warned_of()
    {
        const string unused = "Nothing uses this layer yet: no corporation is on the plan 'smal'.";
        await using var api = await FakeApi.Start(
            Answers.Json($$"""{"token":"plan:smal@1","unused":"{{unused}}"}"""), Answers.Json($$"""{"changes":[],"corporations":0,"unused":"{{unused}}"}"""));
        var stored = await CommandRun.Once(api, "settings", "set", "plan:smal", "limits.users", "12");
        var tried = await CommandRun.Once(api, "settings", "set", "plan:smal", "limits.users", "12", "--dry-run");

        Assert.Equal((0, "plan:smal@1\n", $"warning: {unused}\n"), (stored.ExitCode, stored.Out, stored.Err));
        Assert.Contains($"warning: {unused}\n", tried.Err);
    }

    [Fact]
    public async Task Set_can_send_a_number_as_text()
    {
        await using var api = await FakeApi.Start(Answers.Json(Token));
        await CommandRun.Once(api, "settings", "set", "system", "a/b", "12", "--string");

        Assert.Equal("PUT /api/v1/settings/system/values/a%2Fb", api.Only.ToString());
        Assert.Equal("""{"value":"12"}""", api.Only.Body);
    }

    [Fact]
    public async Task A_dry_run_lists_the_changes_and_how_many_corporations_they_reach()
    {
        await using var api = await FakeApi.Start(Answers.Json(
            """{"changes":[{"path":"limits.users","before":5,"after":9},{"path":"new","after":{"a":1}}],"corporations":214}"""));
        using var run = new CommandRun();
        var result = await run.Run(["settings", "patch", "system", "-", "--dry-run", "--server", api.Address], "{}");

        Assert.Equal("PATCH /api/v1/settings/system?dryRun=true", api.Only.ToString());
        Assert.Equal("limits.users\t5\t9\nnew\t\t{\"a\":1}\n", result.Out);
        Assert.Contains("Corporations concerned: 214", result.Err);
    }

    [Fact]
    public async Task History_version_and_restore_look_back()
    {
        await using var api = await FakeApi.Start(
            Answers.Page("""{"version":2,"at":"2026-03-01T08:00:00Z","actor":"key:operator","onBehalfOf":null,"reason":"Why"}"""),
            Answers.Json("""{"version":1,"document":{"a":1}}"""),
            Answers.Json(Token));
        var history = await CommandRun.Once(api, "settings", "history", "corporation:acme");
        var version = await CommandRun.Once(api, "settings", "version", "corporation:acme", "1");
        await CommandRun.Once(api, "settings", "restore", "corporation:acme", "1", "--reason", "Back", "--if-match", "2");

        Assert.Equal("2\t2026-03-01T08:00:00Z\tkey:operator\t\tWhy\n", history.Out);
        Assert.Equal("{\n  \"a\": 1\n}\n", version.Out);
        Assert.Equal(
            ["GET /api/v1/settings/corporation:acme/versions/1", "POST /api/v1/settings/corporation:acme/restore"], api.Asked.Skip(1));
        Assert.Equal(("""{"version":1,"reason":"Back"}""", "\"2\""), (api.Seen[2].Body, api.Seen[2].Header("If-Match")));
    }

    [Theory]
    [InlineData("corporation")]
    [InlineData("user:acme")]
    [InlineData("nonsense:x")]
    [InlineData("system:x")]
    [InlineData("corporation:")]
    public async Task A_scope_that_is_none_never_reaches_the_server(string scope)
    {
        await using var api = await FakeApi.Start(Answers.Json(Layer));

        Assert.Equal(2, (await CommandRun.Once(api, "settings", "get", scope)).ExitCode);
        Assert.Empty(api.Seen);
    }

    [Theory]
    [InlineData("{\"a\":1,\n\"b\":}", "line 2")]
    [InlineData("[1]", "no object")]
    [InlineData("", "line 1")]
    public async Task A_document_that_is_none_is_explained_and_never_sent(string document, string explanation)
    {
        await using var api = await FakeApi.Start(Answers.Json(Token));
        using var run = new CommandRun();
        var result = await run.Run(["settings", "put", "system", "-", "--server", api.Address], document);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(explanation, result.Err);
        Assert.Empty(api.Seen);
    }

    [Fact]
    public async Task A_document_over_one_mebibyte_is_not_read_to_its_end()
    {
        await using var api = await FakeApi.Start(Answers.Json(Token));
        using var run = new CommandRun();
        var file = run.WriteFile("large.json", $$"""{"a":"{{new string('x', 1024 * 1024)}}"}""");
        var result = await run.Run(["settings", "put", "system", file, "--server", api.Address]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("at most 1 MiB", result.Err);
    }
}
