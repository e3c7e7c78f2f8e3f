using System.Net;
using Adilas.Hosts;

namespace Adilas.ApiTests;

public sealed class DriftApiTests(StandaloneFixture fixture)
{
    [Fact]
    public async Task Two_corporations_differ_where_their_settings_hold_differently_and_each_side_says_whose_it_is()
    {
        using var api = await fixture.Operator();
        var plan = StandaloneFixture.NewId("p");
        var (one, other) = (await api.NewCorporation("""{"custom":{"a":1,"same":2}}"""), await api.NewCorporation("""{"custom":{"b":"x","same":2}}"""));
        await api.Put($"/api/v1/settings/plan:{plan}", """{"document":{"custom":{"a":5}},"locks":["custom.a"]}""");
        (await api.Patch($"/api/v1/corporations/{other}", $$"""{"plan":"{{plan}}"}""")).Is(HttpStatusCode.OK);
        var address = $"/api/v1/settings/drift?left=corporation:{one}&right=corporation:{other}";

        var drift = await api.Until("the plan applies", $"{address}&query=custom", answer => answer.Json("items").GetArrayLength() == 2 && answer.Body.Contains(plan));

        Assert.Equal(
            [
                $$"""{"path":"custom.a","left":{{Side("1", $"corporation:{one}")}},"right":{{Side("5", $"plan:{plan}", $"plan:{plan}")}} }""",
                $$"""{"path":"custom.b","left":{{Side("null", null)}},"right":{{Side("\"x\"", $"corporation:{other}")}} }""",
            ],
            drift.Json("items").EnumerateArray().Select(item => item.GetRawText().Replace("}}", "} }", StringComparison.Ordinal)));

        var first = (await api.Get($"{address}&query=custom&limit=1")).Is(HttpStatusCode.OK);
        var second = (await api.Get($"{address}&query=custom&limit=1&cursor={first.Text("next")}")).Is(HttpStatusCode.OK);
        Assert.Equal("custom.b", second.Json("items")[0].GetProperty("path").GetString());
        Assert.Equal("null", second.Json("next").GetRawText());
        Assert.Equal(0, (await api.Get($"/api/v1/settings/drift?left=corporation:{one}&right=corporation:{one}")).Json("items").GetArrayLength());
    }

    [Fact]
    public async Task Two_stacks_layers_differ_with_their_locks()
    {
        using var api = await fixture.Operator();
        var (one, other) = (StandaloneFixture.NewId("s"), StandaloneFixture.NewId("s"));
        await api.Put($"/api/v1/settings/stack:{one}", """{"document":{"images":{"width":700}},"locks":["images.width"]}""");
        await api.Put($"/api/v1/settings/stack:{other}", """{"document":{"images":{"width":700}}}""");

        var drift = (await api.Get($"/api/v1/settings/drift?left=stack:{one}&right=stack:{other}")).Is(HttpStatusCode.OK);

        var width = Assert.Single(drift.Json("items").EnumerateArray());
        Assert.Equal(($"stack:{one}", null), (width.GetProperty("left").GetProperty("lockedBy").GetString(), width.GetProperty("right").GetProperty("lockedBy").GetString()));
    }

    [Fact]
    public async Task What_cannot_be_compared_is_refused_by_its_name_and_within_a_corporation_nothing_is()
    {
        using var api = await fixture.Operator();
        var corporation = await api.NewCorporation();
        Task<ApiResult> Try(string left, string right) => api.Get($"/api/v1/settings/drift?left={left}&right={right}");

        (await Try("nonsense", "stack:data0")).IsProblem(HttpStatusCode.BadRequest, "query-invalid", "left");
        (await Try("stack:data0", "")).IsProblem(HttpStatusCode.BadRequest, "query-invalid", "right");
        (await Try($"corporation:{corporation}", "stack:data0")).IsProblem(HttpStatusCode.BadRequest, "drift-kinds", "right");
        (await Try("person:u1", "person:u2")).IsProblem(HttpStatusCode.BadRequest, "drift-kind", "left");
        (await Try($"corporation:{corporation}", "corporation:nobody")).IsProblem(HttpStatusCode.NotFound, "corporation-unknown");

        using var own = (await fixture.Host).As((await api.NewKey(corporation, "settings:read")).Key);
        (await own.Get($"/api/v1/settings/drift?left=corporation:{corporation}&right=corporation:{corporation}")).IsProblem(HttpStatusCode.Forbidden, "forbidden");
        (await own.Get("/api/v1/operate/releases")).IsProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Each_silo_and_front_end_is_listed_with_its_release()
    {
        using var api = await fixture.Operator();

        var releases = await api.Until("the front end was heard", "/api/v1/operate/releases", answer => answer.Json("items").GetArrayLength() == 2);

        var (silo, front) = (releases.Json("items")[0], releases.Json("items")[1]);
        Assert.Equal(("silo", "frontEnd"), (silo.GetProperty("role").GetString(), front.GetProperty("role").GetString()));
        Assert.Equal("Adilas.Orleans.Standalone", front.GetProperty("program").GetString());
        Assert.Equal(silo.GetProperty("release").GetString(), front.GetProperty("release").GetString());
        Assert.All(new[] { silo, front }, it => Assert.False(it.GetProperty("differs").GetBoolean()));
    }

    private static string Side(string value, string? layer, string? lockedBy = null) =>
        $$"""{"value":{{value}},"layer":{{Text(layer)}},"lockedBy":{{Text(lockedBy)}},"conditions":[]}""";

    private static string Text(string? text) => text is null ? "null" : $"\"{text}\"";
}
