using System.Net;
using Adilas.Hosts;

namespace Adilas.ApiTests;

public sealed class SettingsApiTests(StandaloneFixture fixture)
{
    private readonly string scope = $"/api/v1/settings/theme:{StandaloneFixture.NewId("t")}";

    public static TheoryData<string, string> Hostile => new()
    {
        { $"{{\"document\":{string.Concat(Enumerable.Repeat("{\"a\":", 40))}1{new string('}', 40)}}}", "document-not-json" },
        { $"{{\"document\":{string.Concat(Enumerable.Repeat("[", 100_000))}", "body-not-json" },
        { $"{{\"document\":{{\"custom\":{{\"a\":[{string.Join(',', Enumerable.Repeat("12", 100_000))}]}}}}}}", "document-too-large" },
        { """{"document":{"custom":{"a":1,"a":2}}}""", "member-invalid" },
        { """{"document":{"custom":{"a":"\ud800"}}}""", "document-not-json" },
        { """{"document":{"images":{"width":1e999}}}""", "setting-type" },
        { """{"document":{"__proto__":{"admin":true}}}""", "setting-name" },
        { """{"document":{"custom":{"__proto__":{"admin":true}}}}""", "setting-name" },
        { """{"document":{"custom":{"a":01}}}""", "body-not-json" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Hostile_documents_are_refused_clearly_and_harm_nobody(string body, string code)
    {
        using var api = await fixture.Operator();
        var scope = $"/api/v1/settings/theme:{StandaloneFixture.NewId("t")}";

        var refused = await api.Put(scope, body);

        Assert.Equal((HttpStatusCode.BadRequest, code), (refused.Status, refused.Text("code")));
        (await api.Get(scope)).Is(HttpStatusCode.NotFound);
        (await api.Put(scope, """{"document":{"custom":{"a":123456789012345678901234567890}}}""")).Is(HttpStatusCode.OK);
        Assert.Equal("""{"custom":{"a":123456789012345678901234567890}}""", (await api.Get(scope)).Text("document"));
    }

    [Fact]
    public async Task A_layer_begins_with_its_first_document_and_every_change_makes_a_version()
    {
        using var api = await fixture.Operator();
        (await api.Get(scope)).IsProblem(HttpStatusCode.NotFound, "settings-unset");

        var first = (await api.Put(scope, """{"document":{"custom":{"b":1,"a":{"x":null}}},"reason":"begin"}""")).Is(HttpStatusCode.OK);
        Assert.Equal(("\"1\"", $"{scope[17..]}@1"), (first["ETag"], first.Text("token")));

        var second = (await api.Patch(scope, """{"document":{"custom":{"a":{"y":2},"b":null}}}""", ("If-Match", "\"1\""))).Is(HttpStatusCode.OK);
        Assert.Equal("\"2\"", second["ETag"]);

        var third = (await api.Put($"{scope}/values/custom.a.z", """{"value":null,"reason":"masks"}""")).Is(HttpStatusCode.OK);
        Assert.Equal("\"3\"", third["ETag"]);

        var layer = (await api.Get(scope)).Is(HttpStatusCode.OK);
        Assert.Equal("""{"custom":{"a":{"x":null,"y":2,"z":null}}}""", layer.Text("document"));
        Assert.Equal(("\"3\"", "3", "key:operator", "masks"), (layer["ETag"], layer.Text("version"), layer.Text("actor"), layer.Text("reason")));
        Assert.Equal(("[]", "[]"), (layer.Text("locks"), layer.Text("conditions")));
    }

    [Theory]
    [InlineData("industry:{0}", "no corporation is of the industry '{0}'")]
    [InlineData("theme:{0}", "no corporation has the theme '{0}'")]
    [InlineData("plan:{0}", "no corporation is on the plan '{0}'")]
    [InlineData("stack:{0}", "there is no stack '{0}'")]
    [InlineData("role:{1}:{0}", "no member of '{1}' has the role '{0}'")]
    [InlineData("user:{1}:{0}", "no member of '{1}' has the id '{0}'")]
    [InlineData("person:{0}", "no member of any corporation has the id '{0}'")]
    public async Task Whoever_writes_a_layer_that_nothing_refers_to_is_told(string layer, string why)
    {
        using var api = await fixture.Operator();
        var (name, corporation) = (StandaloneFixture.NewId("typo"), await api.NewCorporation());
        string Filled(string form) => form.Replace("{0}", name, StringComparison.Ordinal).Replace("{1}", corporation, StringComparison.Ordinal);
        var (address, said) = ($"/api/v1/settings/{Filled(layer)}", $"Nothing uses this layer yet: {Filled(why)}.");
        var document = layer.StartsWith("person", StringComparison.Ordinal) ? "{}" : """{"custom":{"a":1}}""";
        var body = $$"""{"document":{{document}}}""";

        Assert.Equal(said, (await api.Put($"{address}?dryRun=true", body)).Is(HttpStatusCode.OK).Text("unused"));
        Assert.Equal(said, (await api.Put(address, body)).Is(HttpStatusCode.OK).Text("unused"));
        Assert.Equal(said, (await api.Post($"{address}/drafts", body)).Is(HttpStatusCode.Created).Text("unused"));
    }

    [Fact]
    public async Task A_layer_that_something_refers_to_is_written_without_a_word()
    {
        using var api = await fixture.Operator();
        var (plan, corporation) = (StandaloneFixture.NewId("plan"), await api.NewCorporation());
        var changed = (await api.Patch($"/api/v1/corporations/{corporation}", $$"""{"plan":"{{plan}}"}""")).Is(HttpStatusCode.OK);
        var owner = changed.Json("owner").GetProperty("id").GetString();

        string[] shared = ["system", "industry:retail", $"plan:{plan}", "stack:data0"];
        foreach (var layer in (string[])[.. shared, $"corporation:{corporation}", $"role:{corporation}:owner", $"user:{corporation}:{owner}"])
        {
            var written = (await api.Patch($"/api/v1/settings/{layer}?dryRun=true", """{"document":{"custom":{"used":1}}}""")).Is(HttpStatusCode.OK);
            Assert.True(written.Text("unused") is null, $"{layer}: {written}");
        }
    }

    [Fact]
    public async Task An_overwrite_needs_the_version_that_was_read()
    {
        using var api = await fixture.Operator();
        await api.Put(scope, """{"document":{"custom":{"a":1}}}""");

        (await api.Put(scope, """{"document":{"custom":{"a":2}}}""")).IsProblem(HttpStatusCode.PreconditionRequired, "if-match-required", "If-Match");
        (await api.Put(scope, """{"document":{"custom":{"a":2}}}""", ("If-Match", "\"7\""))).IsProblem(HttpStatusCode.PreconditionFailed, "version-stale", "If-Match");
        (await api.Put(scope, """{"document":{"custom":{"a":2}}}""", ("If-None-Match", "*"))).IsProblem(HttpStatusCode.PreconditionFailed, "version-stale", "If-Match");
        (await api.Put(scope, """{"document":{"custom":{"a":2}}}""", ("If-Match", "W/\"1\""))).IsProblem(HttpStatusCode.BadRequest, "if-match-malformed", "If-Match");
        (await api.Put(scope, """{"document":{"custom":{"a":2}}}""", ("If-Match", "*"))).Is(HttpStatusCode.OK);

        Assert.Equal("""{"custom":{"a":2}}""", (await api.Get(scope)).Text("document"));
    }

    [Fact]
    public async Task Whichever_version_is_there_must_be_there()
    {
        using var api = await fixture.Operator();

        (await api.Put(scope, """{"document":{}}""", ("If-Match", "*"))).IsProblem(HttpStatusCode.PreconditionFailed, "version-stale", "If-Match");
        (await api.Put(scope, """{"document":{"custom":{"a":1}}}""", ("If-Match", "\"0\""))).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Of_writers_that_read_the_same_version_one_wins()
    {
        using var api = await fixture.Operator();
        await api.Put(scope, """{"document":{"custom":{"n":0}}}""");

        var answers = await Task.WhenAll(Enumerable.Range(1, 10).Select(n => api.Put(scope, $$"""{"document":{"custom":{"n":{{n}} } } }""", ("If-Match", "\"1\""))));

        Assert.Single(answers, answer => answer.Status is HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer.Status is not HttpStatusCode.OK), answer => Assert.Equal(HttpStatusCode.PreconditionFailed, answer.Status));
    }

    [Fact]
    public async Task Past_versions_can_be_read_and_brought_back_as_a_new_one()
    {
        using var api = await fixture.Operator();
        await api.Put(scope, """{"document":{"custom":{"a":1}},"reason":"one"}""");
        await api.Patch(scope, """{"document":{"custom":{"a":2}},"reason":"two"}""");

        (await api.Post($"{scope}/restore", """{"version":1,"reason":"back"}""")).Is(HttpStatusCode.OK);
        (await api.Post($"{scope}/restore", """{"version":9}""")).IsProblem(HttpStatusCode.NotFound, "version-unknown", "version");

        Assert.Equal("""{"custom":{"a":1}}""", (await api.Get(scope)).Text("document"));
        Assert.Equal("""{"custom":{"a":2}}""", (await api.Get($"{scope}/versions/2")).Text("document"));
        (await api.Get($"{scope}/versions/9")).IsProblem(HttpStatusCode.NotFound, "version-unknown", "version");
        (await api.Get($"{scope}/versions/first")).IsProblem(HttpStatusCode.BadRequest, "id-malformed", "version");

        var firstPage = await api.Get($"{scope}/history?limit=2");
        var secondPage = await api.Get($"{scope}/history?limit=2&cursor={firstPage.Text("next")}");
        Assert.Equal(
            ["back", "two", "one"], firstPage.Json("items").EnumerateArray().Concat(secondPage.Json("items").EnumerateArray()).Select(item => item.GetProperty("reason").GetString()));
        Assert.Equal("null", secondPage.Text("next"));
    }

    [Fact]
    public async Task A_dry_run_lists_exactly_the_paths_and_changes_nothing()
    {
        using var api = await fixture.Operator();
        await api.Put(scope, """{"document":{"custom":{"a":1,"b":{"c":2},"d":3}}}""");

        var put = (await api.Put($"{scope}?dryRun=true", """{"document":{"custom":{"a":1,"b":{"c":5},"e":6}}}""")).Is(HttpStatusCode.OK);
        var patch = (await api.Patch($"{scope}?dryRun=true", """{"document":{"custom":{"d":null}}}""")).Is(HttpStatusCode.OK);
        var restore = (await api.Post($"{scope}/restore?dryRun=true", """{"version":1}""")).Is(HttpStatusCode.OK);
        (await api.Put($"{scope}?dryRun=true", """{"document":{}}""", ("If-Match", "\"5\""))).IsProblem(HttpStatusCode.PreconditionFailed, "version-stale", "If-Match");

        Assert.Equal("""[{"path":"custom.b.c","before":2,"after":5},{"path":"custom.d","before":3},{"path":"custom.e","after":6}]""", Sorted(put));
        Assert.Equal("""[{"path":"custom.d","before":3}]""", Sorted(patch));
        Assert.Equal("[]", restore.Text("changes"));
        Assert.Equal("\"1\"", (await api.Get(scope))["ETag"]);
    }

    [Fact]
    public async Task A_reader_that_holds_the_version_is_told_so()
    {
        using var api = await fixture.Operator();
        await api.Put(scope, """{"document":{}}""");

        var same = await api.Get(scope, ("If-None-Match", "\"1\""));
        var other = await api.Get(scope, ("If-None-Match", "\"2\""));

        Assert.Equal((HttpStatusCode.NotModified, ""), (same.Status, same.Body));
        Assert.Equal(HttpStatusCode.OK, other.Status);
    }

    [Theory]
    [InlineData("""{"document":[]}""", "member-invalid", "document")]
    [InlineData("""{"document":null}""", "member-invalid", "document")]
    [InlineData("""{"dokument":{}}""", "member-unknown", "dokument")]
    [InlineData("""{"document":{"a":1,"a":2}}""", "member-invalid", "document.a")]
    [InlineData("""{"document":{},"locks":["a"]}""", "setting-unknown", "a")]
    [InlineData("""{"document":{},"conditions":[{}]}""", "member-invalid", "conditions")]
    [InlineData("""{"document":{},"effectiveAt":"2020-01-01T00:00:00Z"}""", "effective-at-past", "effectiveAt")]
    public async Task A_body_that_cannot_be_obeyed_is_refused(string body, string code, string field)
    {
        using var api = await fixture.Operator();

        (await api.Put(scope, body)).IsProblem(HttpStatusCode.BadRequest, code, field);
        Assert.Equal(HttpStatusCode.NotFound, (await api.Get(scope)).Status);
    }

    [Fact]
    public async Task What_was_read_as_a_whole_can_be_written_back()
    {
        using var api = await fixture.Operator();
        await api.Put(scope, """{"document":{"custom":{"a":1}}}""");
        var read = await api.Get(scope);

        (await api.Put(scope, $$"""{"document":{{read.Text("document")}},"locks":{{read.Text("locks")}},"conditions":{{read.Text("conditions")}}}""", ("If-Match", read["ETag"]!)))
            .Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("corporation:")]
    [InlineData("corporation:ACME")]
    [InlineData("role:acme")]
    [InlineData("user:acme:u1:x")]
    [InlineData("~system")]
    public async Task A_scope_of_another_form_is_refused(string malformed)
    {
        using var api = await fixture.Operator();

        (await api.Get($"/api/v1/settings/{malformed}")).IsProblem(HttpStatusCode.BadRequest, "id-malformed", "scope");
    }

    private static string Sorted(ApiResult preview) =>
        $"[{string.Join(',', preview.Json("changes").EnumerateArray().Select(change => change.GetRawText()).Order(StringComparer.Ordinal))}]";
}
