namespace Adilas.CommandLine;

public sealed class CatalogueTests
{
    private const string Width =
        """{"path":"images.width","type":"integer","rule":"a whole number","unit":"pixels","default":760,"hard":false,"personal":false,"approval":false,"layers":["system","plan"],"description":"Wide."}""";

    private const string Terms =
        """{"path":"terms.*","type":"string","rule":"text","unit":null,"default":null,"hard":true,"personal":false,"approval":true,"layers":["role"],"description":"Names."}""";

    private const string WidthRow = "images.width\ta whole number\tpixels\t760\t\tsystem,plan\tWide.\n";
    private const string TermsRow = "terms.*\ttext\t\t\thard,approval\trole\tNames.\n";

    [Theory]
    [InlineData(null, WidthRow + TermsRow)]
    [InlineData("images", WidthRow)]
    [InlineData("images.width", WidthRow)]
    [InlineData("terms.cart", TermsRow)]
    public async Task The_catalogue_is_listed_whole_or_from_a_path_on(string? path, string rows)
    {
        await using var api = await FakeApi.Start(Answers.Json($$"""{"version":1,"entries":[{{Width}},{{Terms}}]}"""));
        var result = await CommandRun.Once(api, path is null ? ["settings", "catalogue"] : ["settings", "catalogue", path]);

        Assert.Equal((0, rows), (result.ExitCode, result.Out));
        Assert.Equal("GET /api/v1/settings-catalogue", api.Only.ToString());
    }

    [Fact]
    public async Task What_is_not_in_it_is_not_found()
    {
        await using var api = await FakeApi.Start(Answers.Json($$"""{"version":1,"entries":[{{Width}}]}"""));
        var result = await CommandRun.Once(api, "settings", "catalogue", "image", "--layer", "corporation");

        Assert.Equal((3, ""), (result.ExitCode, result.Out));
        Assert.Contains("that a layer of the kind corporation may set", result.Err);
        Assert.Equal("GET /api/v1/settings-catalogue?layer=corporation", api.Only.ToString());
    }

    [Fact]
    public async Task As_json_each_setting_is_a_line()
    {
        await using var api = await FakeApi.Start(Answers.Json($$"""{"version":1,"entries":[{{Width}},{{Terms}}]}"""));

        Assert.Equal($"{Terms}\n", (await CommandRun.Once(api, "settings", "catalogue", "terms", "--json")).Out);
    }

    [Fact]
    public async Task All_that_is_wrong_with_a_document_is_listed()
    {
        await using var api = await FakeApi.Start(Answers.Json(
            """{"problems":[{"path":"a","code":"setting-unknown","message":"No a."},{"path":"b.c","code":"setting-type","message":"No b."}],"hasMore":true}"""));
        using var run = new CommandRun();
        var result = await run.Run(["settings", "validate", "-", "--layer", "plan", "--server", api.Address], """{"a":1}""");

        Assert.Equal((2, "a\tsetting-unknown\tNo a.\nb.c\tsetting-type\tNo b.\n"), (result.ExitCode, result.Out));
        Assert.Contains("Problems: 2 and more.", result.Err);
        Assert.Equal(("POST /api/v1/settings-catalogue/check?layer=plan", """{"document":{"a":1}}"""), (api.Only.ToString(), api.Only.Body));
    }

    [Fact]
    public async Task What_was_exported_is_validated_whole_as_the_kind_of_layer_that_it_was()
    {
        const string layer = """{"scope":"plan:small","version":3,"document":{"limits":{"users":5}},"locks":["limits.users"],"conditions":[]}""";
        await using var api = await FakeApi.Start(
            Answers.Json(layer), Answers.Json("""{"problems":[],"hasMore":false}"""), Answers.Json("""{"problems":[],"hasMore":false}"""));
        using var run = new CommandRun();
        await run.Run(["settings", "export", "plan:small", "layer.json", "--server", api.Address]);
        var result = await run.Run(["settings", "validate", "layer.json", "--server", api.Address]);
        await run.Run(["settings", "validate", "layer.json", "--layer", "theme", "--server", api.Address]);

        Assert.Equal((0, "", "Nothing is wrong.\n"), (result.ExitCode, result.Out, result.Err));
        Assert.Equal(["POST /api/v1/settings-catalogue/check?layer=plan", "POST /api/v1/settings-catalogue/check?layer=theme"], api.Asked.Skip(1));
        Assert.Equal("""{"document":{"limits":{"users":5}},"locks":["limits.users"],"conditions":[]}""", api.Seen[1].Body);
    }

    [Fact]
    public async Task A_document_that_does_not_say_for_which_layer_it_is_needs_to_be_told()
    {
        await using var api = await FakeApi.Start();
        using var run = new CommandRun();
        var result = await run.Run(["settings", "validate", "-", "--server", api.Address], """{"limits":{"users":5}}""");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--layer", result.Err);
        Assert.Empty(api.Asked);
    }

    [Fact]
    public async Task Of_what_is_stored_all_pages_are_listed()
    {
        await using var api = await FakeApi.Start(
            Answers.Json("""{"items":[],"next":"~theme/x"}"""),
            Answers.Json("""{"items":[{"scope":"theme:y","version":3,"path":"a","code":"setting-unknown","message":"No a."}],"next":null}"""));
        var result = await CommandRun.Once(api, "settings", "validate", "--stored");

        Assert.Equal((2, "theme:y\t3\ta\tsetting-unknown\tNo a.\n"), (result.ExitCode, result.Out));
        Assert.Equal(
            ["GET /api/v1/operate/settings/invalid?limit=200", "GET /api/v1/operate/settings/invalid?limit=200&cursor=~theme%2Fx"], api.Asked);
    }

    [Fact]
    public async Task A_catalogue_is_tried_on_what_is_stored()
    {
        await using var api = await FakeApi.Start(Answers.Json("""{"items":[],"next":null}"""));
        using var run = new CommandRun();
        var result = await run.Run(["settings", "validate", "--stored", "--catalogue", "-", "--server", api.Address], """{"version":2}""");

        Assert.Equal((0, ""), (result.ExitCode, result.Out));
        Assert.Equal(("POST /api/v1/operate/settings/invalid?limit=200", """{"catalogue":{"version":2}}"""), (api.Only.ToString(), api.Only.Body));
    }

    [Theory]
    [InlineData("validate")]
    [InlineData("validate", "file.json")]
    [InlineData("validate", "file.json", "--stored")]
    [InlineData("validate", "--stored", "--layer", "plan")]
    public async Task Either_a_document_for_a_kind_of_layer_or_what_is_stored_is_validated(params string[] arguments)
    {
        await using var api = await FakeApi.Start();
        var result = await CommandRun.Once(api, ["settings", .. arguments]);

        Assert.Equal((2, ""), (result.ExitCode, result.Out));
        Assert.Empty(api.Asked);
    }

    [Fact]
    public async Task A_document_without_a_problem_ends_well()
    {
        await using var api = await FakeApi.Start(Answers.Json("""{"problems":[],"hasMore":false}"""));
        using var run = new CommandRun();
        var result = await run.Run(["settings", "validate", "-", "--layer", "plan", "--server", api.Address], "{}");

        Assert.Equal((0, ""), (result.ExitCode, result.Out));
    }
}
