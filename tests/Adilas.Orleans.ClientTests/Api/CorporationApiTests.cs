using System.Net;
using Adilas.Hosts;

namespace Adilas.ApiTests;

public sealed class CorporationApiTests(StandaloneFixture fixture)
{
    private const string Corporations = "/api/v1/corporations";

    [Fact]
    public async Task An_order_is_accepted_followed_and_ends_in_a_corporation()
    {
        using var api = await fixture.Operator();
        var id = StandaloneFixture.NewId("corp");

        var ordered = (await api.Post(Corporations, Api.CorporationJson(id, "Café Ünïcode", """{"limits":{"users":25}}"""))).Is(HttpStatusCode.Accepted);
        Assert.Equal($"{Corporations}/{id}/provisioning", ordered["Location"]);
        var ready = await api.Until("it is ready", ordered["Location"]!, answer => answer.Text("state") is "ready");
        Assert.All(ready.Json("steps").EnumerateArray(), step => Assert.Equal("done", step.GetProperty("state").GetString()));

        var made = (await api.Get($"{Corporations}/{id}")).Is(HttpStatusCode.OK);
        Assert.Equal(
            ("Café Ünïcode", "retail", "work", "live", "small"),
            (made.Text("name"), made.Text("industry"), made.Text("kind"), made.Text("mode"), made.Text("recipe")));
        Assert.NotEmpty(made.Text("owner.id")!);
        Assert.EndsWith("Z", made.Text("createdAt"), StringComparison.Ordinal);
        Assert.Equal("""{"limits":{"users":25}}""", (await api.Get($"/api/v1/settings/corporation:{id}")).Text("document"));
    }

    [Fact]
    public async Task The_same_order_again_changes_nothing_and_another_is_a_conflict()
    {
        using var api = await fixture.Operator();
        var id = await api.NewCorporation();

        (await api.Post(Corporations, Api.CorporationJson(id))).Is(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Conflict, (await api.Post(Corporations, Api.CorporationJson(id, "Another name"))).Status);
    }

    [Fact]
    public async Task A_dry_run_says_what_would_happen_and_makes_nothing()
    {
        using var api = await fixture.Operator();
        var (known, fresh) = (await api.NewCorporation(), StandaloneFixture.NewId("corp"));

        Assert.Equal("true", (await api.Post($"{Corporations}?dryRun=true", Api.CorporationJson(fresh))).Text("created"));
        Assert.Equal("false", (await api.Post($"{Corporations}?dryRun=true", Api.CorporationJson(known))).Text("created"));
        Assert.Equal(HttpStatusCode.Conflict, (await api.Post($"{Corporations}?dryRun=true", Api.CorporationJson(known, "Other"))).Status);
        (await api.Get($"{Corporations}/{fresh}")).IsProblem(HttpStatusCode.NotFound, "corporation-unknown");
        (await api.Get($"{Corporations}/{fresh}/provisioning")).IsProblem(HttpStatusCode.NotFound, "corporation-unknown");
    }

    [Fact]
    public async Task A_misspelt_dry_run_does_not_become_a_real_one()
    {
        using var api = await fixture.Operator();
        var id = StandaloneFixture.NewId("corp");

        (await api.Post($"{Corporations}?dryrun=true", Api.CorporationJson(id))).IsProblem(HttpStatusCode.BadRequest, "query-unknown", "dryrun");
        (await api.Post($"{Corporations}?dryRun=yes", Api.CorporationJson(id))).IsProblem(HttpStatusCode.BadRequest, "query-invalid", "dryRun");
        Assert.Equal(HttpStatusCode.NotFound, (await api.Get($"{Corporations}/{id}")).Status);
    }

    [Fact]
    public async Task A_change_can_be_bound_to_the_version_that_was_read()
    {
        using var api = await fixture.Operator();
        var id = await api.NewCorporation();
        var read = await api.Get($"{Corporations}/{id}");

        var changed = (await api.Patch($"{Corporations}/{id}", """{"name":"New name"}""", ("If-Match", read["ETag"]!))).Is(HttpStatusCode.OK);
        Assert.Equal(("New name", "retail"), (changed.Text("name"), changed.Text("industry")));
        Assert.NotEqual(read["ETag"], changed["ETag"]);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await api.Patch($"{Corporations}/{id}", """{"name":"Newer"}""", ("If-Match", read["ETag"]!))).Status);
        (await api.Patch($"{Corporations}/{id}", """{"kind":"demo","industry":"hotel"}""")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_merge_patch_may_call_itself_so()
    {
        using var api = await fixture.Operator();
        var id = await api.NewCorporation();
        using var patch = new StringContent("""{"name":"Patched"}""", System.Text.Encoding.UTF8, "application/merge-patch+json");

        Assert.Equal("Patched", (await api.Send(HttpMethod.Patch, $"{Corporations}/{id}", patch)).Text("name"));
    }

    [Fact]
    public async Task Modes_forbid_what_they_forbid_and_closing_can_be_undone()
    {
        using var api = await fixture.Operator();
        var id = await api.NewCorporation();
        var settings = $"/api/v1/settings/corporation:{id}";

        var frozen = (await api.Put($"{Corporations}/{id}/mode", """{"mode":"frozen","reason":"audit"}""")).Is(HttpStatusCode.OK);
        Assert.Equal(("frozen", "audit"), (frozen.Text("mode"), frozen.Text("modeReason")));
        Assert.Equal(HttpStatusCode.Locked, (await api.Patch(settings, """{"document":{"custom":{"a":1}}}""")).Status);

        var closed = (await api.Delete($"{Corporations}/{id}?reason=over")).Is(HttpStatusCode.OK);
        Assert.Equal("closed", closed.Text("mode"));
        Assert.InRange(closed.Json("purgeAt").GetDateTimeOffset() - closed.Json("modeSince").GetDateTimeOffset(), TimeSpan.FromDays(29.9), TimeSpan.FromDays(30.1));
        Assert.Equal("frozen", (await api.Post($"{Corporations}/{id}/restore")).Text("mode"));
        Assert.Equal("live", (await api.Put($"{Corporations}/{id}/mode", """{"mode":"live","reason":"done"}""")).Text("mode"));
        (await api.Patch(settings, """{"document":{"custom":{"a":1}}}""")).Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("cafe", true)]
    [InlineData("ZÜRICH", true)]
    [InlineData("zurich-west", true)]
    [InlineData("urich", false)]
    [InlineData("!!!", false)]
    public async Task A_corporations_own_key_finds_it_as_an_operator_does(string text, bool isFound)
    {
        using var api = await fixture.Operator();
        var id = await api.NewCorporation();
        (await api.Patch($"{Corporations}/{id}", """{"name":"Café (Zürich)-West"}""")).Is(HttpStatusCode.OK);
        var (_, key) = await api.NewKey(id, "corporations:read");
        using var own = (await fixture.Host).As(key);
        var path = $"{Corporations}?query={Uri.EscapeDataString(text)}&limit=200";

        Assert.Equal(isFound, Ids(await own.Get(path)).Contains(id));
        Assert.Equal(isFound, Ids(await api.Get(path)).Contains(id));

        static IEnumerable<string?> Ids(ApiResult page) =>
            page.Is(HttpStatusCode.OK).Json("items").EnumerateArray().Select(item => item.GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_corporation_is_found_by_its_name_and_pages_follow_each_other()
    {
        using var api = await fixture.Operator();
        var word = StandaloneFixture.NewId("w");
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add(await api.NewCorporation());
            await api.Patch($"{Corporations}/{ids[i]}", $$"""{"name":"Émile {{word}}"}""");
        }

        var first = (await api.Get($"{Corporations}?query={word}&limit=2")).Is(HttpStatusCode.OK);
        var second = (await api.Get($"{Corporations}?query={word}&limit=2&cursor={Uri.EscapeDataString(first.Text("next")!)}")).Is(HttpStatusCode.OK);
        var byMode = await api.Get($"{Corporations}?query={word}&mode=frozen");

        Assert.Equal(ids.Order(StringComparer.Ordinal), Ids(first).Concat(Ids(second)));
        Assert.Equal("null", second.Text("next"));
        Assert.Empty(Ids(byMode));
    }

    [Fact]
    public async Task History_shows_who_changed_what_before_and_after()
    {
        using var api = await fixture.Operator();
        var id = await api.NewCorporation();
        await api.Patch($"{Corporations}/{id}", """{"name":"Renamed"}""");

        var history = await api.Until(
            "the change is in the history", $"{Corporations}/{id}/history?action=Corporation.Change", answer => answer.Json("items").GetArrayLength() > 0);

        var item = history.Json("items")[0];
        Assert.Equal(("key:operator", "Corporation.Change"), (item.GetProperty("actor").GetString(), item.GetProperty("action").GetString()));
        var change = Assert.Single(item.GetProperty("changes").EnumerateArray(), change => change.GetProperty("after").ValueKind is System.Text.Json.JsonValueKind.String && change.GetProperty("after").GetString() is "Renamed");
        Assert.Equal("Acme Foods", change.GetProperty("before").GetString());
        Assert.Empty((await api.Get($"{Corporations}/{id}/history?action=Corporation.Close")).Json("items").EnumerateArray());
        (await api.Get($"{Corporations}/never-ordered/history")).IsProblem(HttpStatusCode.NotFound, "corporation-unknown");
    }

    [Theory]
    [InlineData("?limit=0", "limit-out-of-range", "limit")]
    [InlineData("?limit=201", "limit-out-of-range", "limit")]
    [InlineData("?limit=ten", "query-invalid", "limit")]
    [InlineData("?mode=Frozen", "query-invalid", "mode")]
    [InlineData("?stack=A B", "query-invalid", "stack")]
    [InlineData("?limit=1&limit=2", "query-repeated", "limit")]
    [InlineData("?page=2", "query-unknown", "page")]
    public async Task A_wrong_query_is_named(string query, string code, string field)
    {
        using var api = await fixture.Operator();

        (await api.Get(Corporations + query)).IsProblem(HttpStatusCode.BadRequest, code, field);
    }

    [Theory]
    [InlineData("name", "\"\"")]
    [InlineData("industry", "\"Not An Id\"")]
    [InlineData("recipe", "\"no-such-recipe\"")]
    public async Task A_broken_rule_names_the_member(string member, string value)
    {
        using var api = await fixture.Operator();
        var order = Api.CorporationJson(StandaloneFixture.NewId("corp"));
        var broken = System.Text.Json.Nodes.JsonNode.Parse(order)!.AsObject();
        broken[member] = System.Text.Json.Nodes.JsonNode.Parse(value);

        var answer = await api.Post(Corporations, broken.ToJsonString());

        Assert.Equal((HttpStatusCode.BadRequest, member), (answer.Status, answer.Text("field")));
    }

    private static IEnumerable<string?> Ids(ApiResult list) => list.Json("items").EnumerateArray().Select(item => item.GetProperty("id").GetString());
}
