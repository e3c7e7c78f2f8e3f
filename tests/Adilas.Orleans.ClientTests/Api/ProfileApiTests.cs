using System.Net;
using System.Text;
using Adilas.Hosts;

namespace Adilas.ApiTests;

public sealed class ProfileApiTests(StandaloneFixture fixture)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_profile_has_what_each_layer_sets_and_says_why()
    {
        using var api = await fixture.Operator();
        var (plan, corporation) = (StandaloneFixture.NewId("p"), await api.NewCorporation("""{"custom":{"own":1,"both":"corporation"}}"""));
        await api.Put($"/api/v1/settings/plan:{plan}", """{"document":{"custom":{"both":"plan","most":5}},"locks":["custom.most"],"reason":"for sale"}""");
        (await api.Patch($"/api/v1/corporations/{corporation}", $$"""{"plan":"{{plan}}"}""")).Is(HttpStatusCode.OK);
        var token = (await api.Patch($"/api/v1/settings/corporation:{corporation}", """{"document":{"custom":{"most":9}}}""")).Text("token");

        var profile = await api.Until(
            "the plan applies", $"/api/v1/corporations/{corporation}/profile?path=custom&minVersion={token}", answer => answer.Text("values")!.Contains("most"));

        Assert.Equal("""{"custom":{"both":"corporation","most":5,"own":1}}""", profile.Text("values"));
        Assert.Equal("false", profile.Text("leaseEnded"));
        Assert.Equal("2", profile.Json("layers").GetProperty($"corporation:{corporation}").GetRawText());

        var why = (await api.Get($"/api/v1/corporations/{corporation}/profile/explain?path=custom.most")).Is(HttpStatusCode.OK);
        Assert.Equal(("5", $"plan:{plan}"), (why.Text("value"), why.Text("source")));
        var layers = why.Json("layers").EnumerateArray().ToList();
        Assert.Equal(["for sale", null], layers.Select(layer => layer.TryGetProperty("reason", out var reason) ? reason.GetString() : null));
        Assert.Equal($"plan:{plan}", layers[1].GetProperty("lockedBy").GetString());
        var above = await api.Get($"/api/v1/corporations/{corporation}/profile/explain?path=custom");
        Assert.Equal($$"""[{"path":"custom.most","by":"plan:{{plan}}"}]""", above.Text("locksBeneath"));

        (await api.Patch($"/api/v1/corporations/{corporation}", """{"plan":null}""")).Is(HttpStatusCode.OK);
        await api.Until("it has no plan any more", $"/api/v1/corporations/{corporation}/profile?path=custom.most", answer => answer.Text("values") is """{"custom":{"most":9}}""");
    }

    [Theory]
    [InlineData("images.widht")]
    [InlineData("images.width.pixels")]
    [InlineData("nonsense")]
    public async Task A_setting_that_nobody_knows_cannot_be_explained(string path)
    {
        using var api = await fixture.Operator();
        var corporation = await api.NewCorporation();

        (await api.Get($"/api/v1/corporations/{corporation}/profile/explain?path={path}")).IsProblem(HttpStatusCode.NotFound, "setting-unknown", "path");

        (await api.Get($"/api/v1/corporations/{corporation}/profile/explain?path=custom.anything")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Whoever_gives_the_token_of_a_write_reads_it()
    {
        using var api = await fixture.Operator();
        var corporation = await api.NewCorporation();
        for (var i = 0; i < 50; i++)
        {
            var token = (await api.Put($"/api/v1/settings/corporation:{corporation}/values/custom.n", $$"""{"value":{{i}}}""")).Text("token");
            var read = await api.Get($"/api/v1/corporations/{corporation}/profile?path=custom.n&minVersion={token}");
            Assert.Equal($$$"""{"custom":{"n":{{{i}}}}}""", read.Text("values"));
        }
    }

    [Fact]
    public async Task A_change_reaches_those_who_watch()
    {
        using var api = await fixture.Operator();
        var corporation = await api.NewCorporation();
        var host = await fixture.Host;
        using var http = new HttpClient { BaseAddress = host.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", host.OperatorKey);
        using var answer = await http.GetAsync(
            $"/api/v1/corporations/{corporation}/profile/stream", HttpCompletionOption.ResponseHeadersRead, Cancelled);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancelled), Encoding.UTF8);
        Assert.DoesNotContain("\"seen\"", await Event(reader));

        await api.Put($"/api/v1/settings/corporation:{corporation}/values/custom.seen", """{"value":true}""");

        Assert.Contains("\"seen\":true", await Event(reader));
    }

    [Fact]
    public async Task A_condition_applies_to_its_share_and_is_named()
    {
        using var api = await fixture.Operator();
        var corporation = await api.NewCorporation();
        var written = await api.Put(
            $"/api/v1/settings/corporation:{corporation}",
            """{"document":{"custom":{"a":1}},"conditions":[{"path":"custom.a","value":2,"share":1},{"path":"custom.a","value":3,"share":0}]}""");
        written.Is(HttpStatusCode.OK);

        var why = await api.Get($"/api/v1/corporations/{corporation}/profile/explain?path=custom.a&minVersion={written.Text("token")}");

        Assert.Equal("2", why.Text("value"));
        Assert.Equal("1", why.Json("layers")[0].GetProperty("condition").GetProperty("share").GetRawText());
    }

    [Fact]
    public async Task A_profile_is_told_as_it_was_at_any_moment_that_is_past_doubt()
    {
        using var api = await fixture.Operator();
        var corporation = await api.NewCorporation();
        async Task<string> Set(string value)
        {
            await api.Put($"/api/v1/settings/corporation:{corporation}/values/custom.n", $$"""{"value":{{value}}}""");
            var history = await api.Get($"/api/v1/settings/corporation:{corporation}/history?limit=1");
            return history.Json("items")[0].GetProperty("at").GetString()!;
        }

        var (first, second, masked) = (await Set("1"), await Set("2"), await Set("null"));
        string At(string moment) => $"/api/v1/corporations/{corporation}/profile?path=custom.n&asOf={Uri.EscapeDataString(moment)}";
        (await api.Get(At(masked))).IsProblem(HttpStatusCode.BadRequest, "as-of-too-late", "asOf");

        var last = await api.Until("the moment is past doubt", At(masked), answer => answer.Status is HttpStatusCode.OK);

        Assert.Equal("{}", last.Text("values"));
        Assert.Equal("""{"custom":{"n":1}}""", (await api.Get(At(first))).Text("values"));
        Assert.Equal("""{"custom":{"n":2}}""", (await api.Get(At(second))).Text("values"));
        var why = await api.Get($"/api/v1/corporations/{corporation}/profile/explain?path=custom.n&asOf={Uri.EscapeDataString(second)}");
        Assert.Equal(("2", $"corporation:{corporation}"), (why.Text("value"), why.Text("source")));
        (await api.Get($"/api/v1/corporations/{corporation}/profile?asOf=2020-01-01T00:00:00Z")).IsProblem(HttpStatusCode.NotFound, "corporation-unknown", "asOf");
    }

    [Fact]
    public async Task Whoever_set_a_value_is_named_and_not_whoever_changed_the_layer_last()
    {
        using var api = await fixture.Operator();
        var corporation = await api.NewCorporation();
        var layer = $"/api/v1/settings/corporation:{corporation}";
        await api.Put($"{layer}/values/images.width", """{"value":900,"reason":"first: width"}""");
        await api.Put($"{layer}/values/images.width", """{"value":900,"reason":"the same again"}""");
        await api.Put($"{layer}/values/look.title", """{"value":"Other","reason":"second: title"}""");
        var token = (await api.Patch(layer, """{"document":{},"conditions":[{"path":"look.color","value":"#112233","share":0}],"reason":"third: colour"}""")).Text("token");

        async Task<string?> Why(string path) => (await api.Get($"/api/v1/corporations/{corporation}/profile/explain?path={path}&minVersion={token}"))
            .Is(HttpStatusCode.OK).Json("layers").EnumerateArray().Last().GetProperty("reason").GetString();

        Assert.Equal("first: width", await Why("images.width"));
        Assert.Equal("second: title", await Why("look.title"));
        await api.Patch(layer, """{"document":{},"conditions":[{"path":"images.width","value":950,"share":1}],"reason":"fourth: width"}""");
        await api.Until("the condition applies", $"/api/v1/corporations/{corporation}/profile?path=images.width", answer => answer.Text("values")!.Contains("950"));
        Assert.Equal("fourth: width", await Why("images.width"));
        Assert.Equal("second: title", await Why("look.title"));

        token = (await api.Patch(layer, """{"document":{},"conditions":[{"path":"images.width","value":960,"share":1}],"reason":"fifth: width"}""")).Text("token");
        Assert.Equal("fifth: width", await Why("images.width"));
    }

    [Fact]
    public async Task A_dry_run_tells_of_locks_and_conditions()
    {
        using var api = await fixture.Operator();
        var plan = $"/api/v1/settings/plan:{StandaloneFixture.NewId("p")}";
        await api.Put(plan, """{"document":{"images":{"width":900}}}""");

        var locked = await api.Patch($"{plan}?dryRun=true", """{"document":{},"locks":["images.width"]}""");
        var shared = await api.Patch($"{plan}?dryRun=true", """{"document":{},"conditions":[{"path":"images.width","value":700,"share":0.5}]}""");

        Assert.Equal("""[{"path":"locks","after":["images.width"]}]""", locked.Text("changes"));
        Assert.Equal("conditions", Assert.Single(shared.Json("changes").EnumerateArray()).GetProperty("path").GetString());

        var draft = await api.Post($"{plan}/drafts", """{"document":{},"locks":["images.width"]}""");
        Assert.Equal(locked.Text("changes"), (await api.Get($"{plan}/drafts/{draft.Text("id")}")).Text("changes"));
    }

    [Fact]
    public async Task A_dry_run_tells_what_will_hold_and_for_how_many()
    {
        using var api = await fixture.Operator();
        var (plan, corporation) = (StandaloneFixture.NewId("p"), await api.NewCorporation());
        await api.Put($"/api/v1/settings/plan:{plan}", """{"document":{"limits":{"users":5}},"locks":["limits.users"]}""");
        await api.Patch($"/api/v1/corporations/{corporation}", $$"""{"plan":"{{plan}}"}""");
        await api.Until(
            "the plan applies", $"/api/v1/corporations/{corporation}/profile?path=limits.users", answer => answer.Text("values") is """{"limits":{"users":5}}""");

        var own = await api.Patch($"/api/v1/settings/corporation:{corporation}?dryRun=true", """{"document":{"limits":{"users":9},"images":{"width":800}}}""");
        var shared = await api.Patch($"/api/v1/settings/plan:{plan}?dryRun=true", """{"document":{"limits":{"users":6}}}""");

        Assert.Equal("""[{"path":"images.width","before":760,"after":800}]""", own.Text("changes"));
        Assert.Equal("1", own.Text("corporations"));
        Assert.Equal("""[{"path":"limits.users","before":5,"after":6}]""", shared.Text("changes"));
        Assert.Equal("1", shared.Text("corporations"));
        (await api.Get($"/api/v1/settings/corporation:{corporation}")).IsProblem(HttpStatusCode.NotFound, "settings-unset");
    }

    [Theory]
    [InlineData("""{"document":{},"locks":["a..b"]}""", "path-malformed", "locks")]
    [InlineData("""{"document":{},"conditions":[{"path":"custom.a","value":1}]}""", "condition-empty", "conditions[0]")]
    [InlineData("""{"document":{},"conditions":[{"path":"custom.a","value":1,"share":1.5}]}""", "condition-share", "conditions[0].share")]
    [InlineData("""{"document":{},"conditions":[{"path":"custom.a","value":1,"from":"2026-02-01T00:00:00Z","until":"2026-01-01T00:00:00Z"}]}""", "condition-times", "conditions[0].until")]
    public async Task A_lock_or_condition_that_is_none_is_refused(string body, string code, string field)
    {
        using var api = await fixture.Operator();

        (await api.Put($"/api/v1/settings/theme:{StandaloneFixture.NewId("t")}", body)).IsProblem(HttpStatusCode.BadRequest, code, field);
    }

    [Fact]
    public async Task A_foreign_or_unpermitted_caller_learns_nothing()
    {
        using var api = await fixture.Operator();
        var corporation = await api.NewCorporation();
        var (_, own) = await api.NewKey(corporation, "settings:read");
        var (_, blind) = await api.NewKey(corporation, "corporations:read");
        var (_, foreign) = await api.NewKey(await api.NewCorporation(), "settings:read");
        async Task<ApiResult> Ask(string key, string id)
        {
            using var caller = new Api((await fixture.Host).Address, key);
            return await caller.Get($"/api/v1/corporations/{id}/profile");
        }

        (await Ask(own, corporation)).Is(HttpStatusCode.OK);
        (await Ask(blind, corporation)).IsProblem(HttpStatusCode.Forbidden, "forbidden");
        (await Ask(foreign, corporation)).IsProblem(HttpStatusCode.Forbidden, "forbidden");
        (await Ask(foreign, "nobody")).IsProblem(HttpStatusCode.Forbidden, "forbidden");
        (await api.Get("/api/v1/corporations/nobody/profile")).IsProblem(HttpStatusCode.NotFound, "corporation-unknown");
        (await api.Get($"/api/v1/corporations/{corporation}/profile?minVersion=theme:x@1")).IsProblem(HttpStatusCode.BadRequest, "token-foreign", "minVersion");
        (await api.Get($"/api/v1/corporations/{corporation}/profile?minVersion=x")).IsProblem(HttpStatusCode.BadRequest, "token-malformed", "minVersion");
    }

    [Fact]
    public async Task Within_a_corporation_nobody_learns_who_changed_what_many_have()
    {
        using var api = await fixture.Operator();
        var (plan, corporation) = (StandaloneFixture.NewId("p"), await api.NewCorporation());
        await api.Put($"/api/v1/settings/plan:{plan}", """{"document":{"custom":{"a":1}},"reason":"raised for another one"}""");
        await api.Patch($"/api/v1/corporations/{corporation}", $$"""{"plan":"{{plan}}"}""");
        await api.Put($"/api/v1/settings/corporation:{corporation}", """{"document":{"custom":{"a":2}},"reason":"our own"}""");
        var why = $"/api/v1/corporations/{corporation}/profile/explain?path=custom.a";
        await api.Until("both say something", why, answer => answer.Json("layers").GetArrayLength() == 2);
        var (_, key) = await api.NewKey(corporation, "settings:read");
        using var member = (await fixture.Host).As(key);

        var seen = (await member.Get(why)).Is(HttpStatusCode.OK);

        Assert.DoesNotContain("raised for another one", seen.Body, StringComparison.Ordinal);
        Assert.Contains("our own", seen.Body, StringComparison.Ordinal);
        Assert.Contains("raised for another one", (await api.Get(why)).Body, StringComparison.Ordinal);
        (await member.Get($"/api/v1/corporations/{corporation}/profile?user=u1")).IsProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    private static async Task<string> Event(StreamReader reader)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        while (await reader.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal)) return line;
        }

        throw new EndOfStreamException("The stream ended before an event came.");
    }
}
