using System.Net;
using Adilas.Hosts;

namespace Adilas.ApiTests;

public sealed class CatalogueApiTests(StandaloneFixture fixture)
{
    private const string Catalogue = "/api/v1/settings-catalogue";

    [Fact]
    public async Task Whoever_has_a_key_can_read_what_may_be_set()
    {
        using var api = await fixture.Operator();
        var (_, key) = await api.NewKey(await api.NewCorporation(), "corporations:read");
        using var till = (await fixture.Host).As(key);
        using var nobody = (await fixture.Host).As(null);

        var catalogue = (await till.Get(Catalogue)).Is(HttpStatusCode.OK);
        var width = catalogue.Json("entries").EnumerateArray().Single(entry => entry.GetProperty("path").GetString() == "images.width");

        Assert.Equal(
            ("integer", 760, "a whole number from 16 to 8192", "pixels", false),
            (width.GetProperty("type").GetString(), width.GetProperty("default").GetInt32(), width.GetProperty("rule").GetString(),
                width.GetProperty("unit").GetString(), width.GetProperty("hard").GetBoolean()));
        Assert.Equal("""["system","industry","theme","plan","stack","corporation"]""", width.GetProperty("layers").GetRawText());
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.Get(Catalogue)).Status);
    }

    [Fact]
    public async Task It_is_told_apart_by_its_version_and_by_who_may_set_what()
    {
        using var api = await fixture.Operator();
        var all = (await api.Get(Catalogue)).Is(HttpStatusCode.OK);
        var persons = (await api.Get($"{Catalogue}?layer=person")).Is(HttpStatusCode.OK).Json("entries");

        Assert.Equal($"\"{all.Text("version")}\"", all["ETag"]);
        Assert.Equal(HttpStatusCode.NotModified, (await api.Get(Catalogue, ("If-None-Match", all["ETag"]!))).Status);
        Assert.All(persons.EnumerateArray(), entry => Assert.StartsWith("cafe.", entry.GetProperty("path").GetString()!, StringComparison.Ordinal));
        (await api.Get($"{Catalogue}?layer=nation")).IsProblem(HttpStatusCode.BadRequest, "query-invalid", "layer");
    }

    [Fact]
    public async Task A_document_can_be_checked_before_it_is_written()
    {
        using var api = await fixture.Operator();
        const string Document = """{"document":{"images":{"width":9000},"look":{"colour":"red"},"permissions":["a"]}}""";

        Assert.Equal(
            """
            {"problems":[
            {"path":"images.width","code":"setting-bounds","message":"'images.width' must be a whole number from 16 to 8192 (corporation layer)."},
            {"path":"look.colour","code":"setting-unknown","message":"'look.colour' is not in the catalogue; settings of your own stand under 'custom' (corporation layer)."}
            ],"hasMore":false}
            """.ReplaceLineEndings(""),
            (await api.Post($"{Catalogue}/check?layer=corporation", Document)).Is(HttpStatusCode.OK).Body);
        Assert.Equal(3, (await api.Post($"{Catalogue}/check?layer=user", Document)).Json("problems").GetArrayLength());
        (await api.Post($"{Catalogue}/check", Document)).IsProblem(HttpStatusCode.BadRequest, "query-missing", "layer");
        (await api.Post($"{Catalogue}/check?layer=user", """{"document":[]}""")).IsProblem(HttpStatusCode.BadRequest, "member-invalid", "document");
    }

    [Fact]
    public async Task A_whole_layer_can_be_checked_with_its_locks_and_conditions()
    {
        using var api = await fixture.Operator();
        const string Layer = """
            {"document":{"images":{"width":900}},"locks":["images.width","look.colour"],
             "conditions":[{"path":"images.quality","value":50,"share":0.5},{"path":"images.width","value":"wide","share":0.5}]}
            """;

        var found = (await api.Post($"{Catalogue}/check?layer=plan", Layer)).Is(HttpStatusCode.OK).Json("problems");

        Assert.Equal(
            ["look.colour setting-unknown", "images.width setting-type"],
            found.EnumerateArray().Select(problem => $"{problem.GetProperty("path")} {problem.GetProperty("code")}"));
        (await api.Post($"{Catalogue}/check?layer=plan", """{"document":{},"conditions":[{"path":"images.width","value":900,"share":2}]}"""))
            .IsProblem(HttpStatusCode.BadRequest, "condition-share", "conditions[0].share");
    }

    [Fact]
    public async Task What_another_catalogue_would_refuse_of_what_is_stored_is_known_before_it_is_released()
    {
        using var api = await fixture.Operator();
        var (first, second) = (StandaloneFixture.NewId("a"), StandaloneFixture.NewId("b"));
        foreach (var theme in new[] { first, second })
            (await api.Put($"/api/v1/settings/theme:{theme}", """{"document":{"images":{"width":900},"look":{"color":"#123456"}}}""")).Is(HttpStatusCode.OK);
        const string Narrower = """
            {"catalogue":{"version":2,"entries":[
              {"path":"images.width","type":"integer","minimum":16,"maximum":800,"layers":["system..corporation"],"description":"Narrow."}]}}
            """;

        var found = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await api.Post($"/api/v1/operate/settings/invalid?limit=3{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}", Narrower))
                .Is(HttpStatusCode.OK);
            found.AddRange(page.Json("items").EnumerateArray().Select(item => $"{item.GetProperty("scope")} {item.GetProperty("path")} {item.GetProperty("code")}"));
            cursor = page.Text("next") is "null" ? null : page.Text("next");
        }
        while (cursor is not null);

        foreach (var theme in new[] { first, second })
        {
            Assert.Equal(
                [$"theme:{theme} images.width setting-bounds", $"theme:{theme} look setting-unknown"],
                found.Where(line => line.StartsWith($"theme:{theme} ", StringComparison.Ordinal)));
        }

        var now = (await api.Get("/api/v1/operate/settings/invalid?limit=200")).Is(HttpStatusCode.OK);
        Assert.Empty(now.Json("items").EnumerateArray());
        (await api.Post("/api/v1/operate/settings/invalid", """{"catalogue":{"entries":[]}}"""))
            .IsProblem(HttpStatusCode.BadRequest, "catalogue-malformed", "catalogue");
        (await api.Get("/api/v1/operate/settings/invalid?cursor=x/y")).IsProblem(HttpStatusCode.BadRequest, "cursor-malformed", "cursor");
    }

    [Fact]
    public async Task Of_very_many_problems_the_first_are_listed()
    {
        using var api = await fixture.Operator();
        var document = $"{{\"document\":{{{string.Join(',', Enumerable.Range(0, 5000).Select(number => $"\"s{number}\":1"))}}}}}";

        var found = (await api.Post($"{Catalogue}/check?layer=corporation", document)).Is(HttpStatusCode.OK);

        Assert.Equal((200, "true"), (found.Json("problems").GetArrayLength(), found.Text("hasMore")));
    }

    [Fact]
    public async Task A_write_and_an_order_that_break_the_catalogue_say_where()
    {
        using var api = await fixture.Operator();
        var (theme, id) = ($"/api/v1/settings/theme:{StandaloneFixture.NewId("t")}", StandaloneFixture.NewId("corp"));

        (await api.Put($"{theme}/values/limits.users", """{"value":5}""")).IsProblem(HttpStatusCode.BadRequest, "setting-layer", "limits.users");
        (await api.Patch($"{theme}?dryRun=true", """{"document":{"look":{"color":"red"}}}"""))
            .IsProblem(HttpStatusCode.BadRequest, "setting-type", "look.color");
        (await api.Post("/api/v1/corporations", Api.CorporationJson(id, settings: """{"limits":{"users":0}}""")))
            .IsProblem(HttpStatusCode.BadRequest, "setting-bounds", "settings.limits.users");
        Assert.Equal(HttpStatusCode.NotFound, (await api.Get($"/api/v1/corporations/{id}")).Status);
    }
}
