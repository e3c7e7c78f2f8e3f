using System.Net;
using Adilas.Hosts;

namespace Adilas.ApiTests;

public sealed class OverviewApiTests(StandaloneFixture fixture)
{
    [Fact]
    public async Task Layers_are_listed_page_by_page_and_a_corporation_sees_its_own_alone()
    {
        using var api = await fixture.Operator();
        var (corporation, name) = (await api.NewCorporation(), StandaloneFixture.NewId("lay"));
        var (_, key) = await api.NewKey(corporation, "settings:read");
        using var till = api.As(key);
        string[] scopes =
        [
            $"theme:{name}", $"plan:{name}-a", $"plan:{name}-b", $"corporation:{corporation}", $"role:{corporation}:owner", $"user:{corporation}:nobody",
        ];
        foreach (var scope in scopes) (await api.Put($"/api/v1/settings/{scope}/values/custom.a", """{"value":1}""")).Is(HttpStatusCode.OK);

        Assert.Equal(scopes[..3], (await Layers(api, $"query={name}&limit=1")).Select(it => it.Scope));
        Assert.Equal(scopes[1..3], (await Layers(api, $"query={name}&kind=plan")).Select(it => it.Scope));
        Assert.Equal(scopes[3..], (await Layers(till, "limit=2")).Select(it => it.Scope));
        var unused = $"Nothing uses this layer yet: no member of '{corporation}' has the id 'nobody'.";
        Assert.Equal([null, null, unused], (await Layers(till, "")).Select(it => it.Unused));
        (await api.Get("/api/v1/settings?kind=nation")).IsProblem(HttpStatusCode.BadRequest, "query-invalid", "kind");
        (await api.Get("/api/v1/settings?cursor=nation:x")).IsProblem(HttpStatusCode.BadRequest, "cursor-malformed", "cursor");
    }

    [Fact]
    public async Task Drafts_that_wait_are_listed_across_layers_and_a_corporation_sees_its_own_alone()
    {
        using var api = await fixture.Operator();
        var (corporation, plan) = (await api.NewCorporation(), $"plan:{StandaloneFixture.NewId("p")}");
        var (_, key) = await api.NewKey(corporation, "settings:read");
        using var till = api.As(key);
        const string Tax = """{"path":"prices.tax","value":19}""";
        var own = await Make(api, $"corporation:{corporation}", Tax);
        var role = await Make(api, $"role:{corporation}:owner", """{"path":"custom.a","value":1}""");
        var shared = await Make(api, plan, Tax);
        var ended = await Make(api, plan, Tax);
        (await api.Post($"/api/v1/settings/{plan}/drafts/{ended}/withdraw")).Is(HttpStatusCode.OK);

        Assert.Equal([$"role:{corporation}:owner {role}", $"corporation:{corporation} {own}"], await Drafts(till, "limit=1"));
        Assert.Equal([$"corporation:{corporation} {own}"], await Drafts(till, "needsApproval=true"));
        var waiting = await Drafts(api, "limit=200");
        Assert.Equal(
            [$"{plan} {shared}", $"role:{corporation}:owner {role}", $"corporation:{corporation} {own}"],
            waiting.Where(it => it.StartsWith(plan, StringComparison.Ordinal) || it.Contains(corporation, StringComparison.Ordinal)));
        Assert.DoesNotContain($"{plan} {ended}", waiting);
        Assert.Contains($"{plan} {ended}", await Drafts(api, "state=withdrawn"));
        (await api.Get("/api/v1/settings/drafts?cursor=A")).IsProblem(HttpStatusCode.BadRequest, "cursor-malformed", "cursor");
    }

    private static async Task<string> Make(Api api, string scope, string body) =>
        (await api.Post($"/api/v1/settings/{scope}/drafts", body)).Is(HttpStatusCode.Created).Text("id")!;

    private static async Task<List<(string Scope, string? Unused)>> Layers(Api api, string query) => await All(
        api,
        $"/api/v1/settings?{query}",
        item => (item.GetProperty("scope").GetString()!, item.TryGetProperty("unused", out var unused) ? unused.GetString() : null));

    private static async Task<List<string>> Drafts(Api api, string query) => await All(
        api, $"/api/v1/settings/drafts?{query}", item => $"{item.GetProperty("scope")} {item.GetProperty("id")}");

    private static async Task<List<T>> All<T>(Api api, string address, Func<System.Text.Json.JsonElement, T> read)
    {
        var (found, cursor) = (new List<T>(), "");
        do
        {
            var page = (await api.Get($"{address}&cursor={Uri.EscapeDataString(cursor)}")).Is(HttpStatusCode.OK);
            found.AddRange(page.Json("items").EnumerateArray().Select(read));
            cursor = page.Text("next")!;
        }
        while (cursor is not "null");
        return found;
    }
}
