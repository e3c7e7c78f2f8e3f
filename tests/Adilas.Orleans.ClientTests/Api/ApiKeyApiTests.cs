using System.Net;
using Adilas.Hosts;

namespace Adilas.ApiTests;

public sealed class ApiKeyApiTests(StandaloneFixture fixture)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_key_is_shown_once_and_does_what_its_scopes_say()
    {
        using var api = await fixture.Operator();
        var (id, key) = await api.NewKey(null, "stacks:read");
        using var limited = (await fixture.Host).As(key);

        (await limited.Get("/api/v1/stacks")).Is(HttpStatusCode.OK);
        (await limited.Get("/api/v1/corporations")).IsProblem(HttpStatusCode.Forbidden, "permission-missing");
        (await limited.Post("/api/v1/stacks", """{"id":"x","capacity":{"corporations":1},"kind":"shared"}""")).IsProblem(HttpStatusCode.Forbidden, "permission-missing");

        var listed = await Listed(api, id);
        Assert.Equal("""["stacks:read"]""", listed.GetProperty("scopes").GetRawText());
        Assert.DoesNotContain(key[^20..], listed.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_can_hand_out_a_scope_without_holding_it()
    {
        using var api = await fixture.Operator();
        var (_, key) = await api.NewKey(null, "keys:write");
        using var limited = (await fixture.Host).As(key);

        (await limited.Post("/api/v1/api-keys", """{"name":"more","scopes":["settings:write"]}""")).IsProblem(HttpStatusCode.Forbidden, "scope-not-held", "scopes");

        var (strongerId, _) = await api.NewKey(null, "settings:write");
        (await limited.Post($"/api/v1/api-keys/{strongerId}/rotate")).IsProblem(HttpStatusCode.Forbidden, "scope-not-held", "scopes");
    }

    [Fact]
    public async Task A_revoked_key_and_a_rotated_secret_are_refused_within_a_lease()
    {
        using var api = await fixture.Operator();
        var (id, key) = await api.NewKey(null, "stacks:read");
        using var holder = (await fixture.Host).As(key);
        (await holder.Get("/api/v1/stacks")).Is(HttpStatusCode.OK);

        var rotated = (await api.Post($"/api/v1/api-keys/{id}/rotate")).Is(HttpStatusCode.OK);
        await RefusedWithinALease(holder);
        using var renewed = (await fixture.Host).As(rotated.Text("key"));
        (await renewed.Get("/api/v1/stacks")).Is(HttpStatusCode.OK);

        (await api.Delete($"/api/v1/api-keys/{id}")).Is(HttpStatusCode.OK);
        await RefusedWithinALease(renewed);
        (await api.Post($"/api/v1/api-keys/{id}/rotate")).IsProblem(HttpStatusCode.Conflict, "key-revoked");
        Assert.NotEqual(System.Text.Json.JsonValueKind.Null, (await Listed(api, id)).GetProperty("revokedAt").ValueKind);
    }

    [Fact]
    public async Task A_key_ends_when_it_says_so()
    {
        using var api = await fixture.Operator();
        (await api.Post("/api/v1/api-keys", """{"name":"old","scopes":["stacks:read"],"expiresAt":"2020-01-01T00:00:00Z"}""")).IsProblem(HttpStatusCode.BadRequest, "key-expiry", "expiresAt");

        var ends = DateTime.UtcNow + TimeSpan.FromSeconds(2);
        var made = (await api.Post("/api/v1/api-keys", $$"""{"name":"short","scopes":["stacks:read"],"expiresAt":"{{ends:O}}"}""")).Is(HttpStatusCode.Created);
        using var holder = (await fixture.Host).As(made.Text("key"));
        (await holder.Get("/api/v1/stacks")).Is(HttpStatusCode.OK);

        await holder.Until("the key has expired", "/api/v1/stacks", answer => answer.Status is HttpStatusCode.Unauthorized);
        Assert.InRange(DateTime.UtcNow, ends, ends + Lease);
    }

    [Fact]
    public async Task A_corporations_key_sees_its_own_corporation_and_nothing_of_others()
    {
        using var api = await fixture.Operator();
        var (own, other, absent) = (await api.NewCorporation("""{"custom":{"a":1}}"""), await api.NewCorporation(), StandaloneFixture.NewId("corp"));
        var (ownKeyId, key) = await api.NewKey(own, "corporations:read", "corporations:write", "settings:read", "settings:write", "keys:read", "keys:write", "audit:read");
        var (otherKeyId, _) = await api.NewKey(other, "settings:read");
        using var till = (await fixture.Host).As(key);

        Assert.Equal([own], (await till.Get("/api/v1/corporations")).Json("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()));
        Assert.Empty((await till.Get("/api/v1/corporations?mode=frozen")).Json("items").EnumerateArray());
        (await till.Get($"/api/v1/corporations/{own}")).Is(HttpStatusCode.OK);
        (await till.Patch($"/api/v1/settings/corporation:{own}", """{"document":{"custom":{"b":2}}}""")).Is(HttpStatusCode.OK);
        Assert.Equal([ownKeyId], (await till.Get("/api/v1/api-keys")).Json("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()));
        Assert.StartsWith($"{own}.", (await till.Post("/api/v1/api-keys", """{"name":"n","scopes":["settings:read"]}""")).Text("id"), StringComparison.Ordinal);

        foreach (var answers in await Task.WhenAll(Foreign(till, other, otherKeyId), Foreign(till, absent, $"{absent}.abc")))
            Assert.All(answers, answer => answer.IsProblem(HttpStatusCode.Forbidden, "forbidden"));
        var (one, two) = (await till.Get($"/api/v1/corporations/{other}"), await till.Get($"/api/v1/corporations/{absent}"));
        Assert.Equal(WithoutTrace(one), WithoutTrace(two));
    }

    [Theory]
    [InlineData("/api/v1/stacks")]
    [InlineData("/api/v1/operate/census")]
    [InlineData("/api/v1/operate/settings/invalid")]
    [InlineData("/api/v1/settings/system")]
    [InlineData("/api/v1/settings/industry:retail")]
    [InlineData("/api/v1/settings/person:u1")]
    public async Task What_is_the_platforms_is_closed_to_a_corporations_key(string path)
    {
        using var api = await fixture.Operator();
        var (_, key) = await api.NewKey(await api.NewCorporation(), "corporations:read", "settings:read", "stacks:read", "keys:read");
        using var till = (await fixture.Host).As(key);

        (await till.Get(path)).IsProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task A_key_that_was_used_says_when()
    {
        using var api = await fixture.Operator();
        var (id, key) = await api.NewKey(null, "stacks:read");
        using var holder = (await fixture.Host).As(key);
        await holder.Get("/api/v1/stacks");

        var deadline = DateTime.UtcNow + TimeSpan.FromSeconds(20);
        while ((await Listed(api, id)).GetProperty("lastUsedAt").ValueKind is System.Text.Json.JsonValueKind.Null)
        {
            Assert.True(DateTime.UtcNow < deadline, "20 s passed before the use of the key was noted.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<List<ApiResult>> Foreign(Api till, string corporation, string keyId)
    {
        var one = $"/api/v1/corporations/{corporation}";
        var settings = $"/api/v1/settings/corporation:{corporation}";
        return
        [
            await till.Get(one), await till.Patch(one, """{"name":"x"}"""), await till.Delete(one), await till.Post($"{one}/restore"),
            await till.Put($"{one}/mode", """{"mode":"frozen","reason":"x"}"""), await till.Get($"{one}/provisioning"), await till.Post($"{one}/provisioning/retry"),
            await till.Post($"{one}/provisioning/rollback"), await till.Get($"{one}/history"), await till.Post("/api/v1/corporations", Api.CorporationJson(corporation)),
            await till.Get(settings), await till.Put(settings, """{"document":{}}"""), await till.Get($"{settings}/history"), await till.Get($"{settings}/versions/1"),
            await till.Get($"/api/v1/settings/user:{corporation}:u1"), await till.Get($"/api/v1/api-keys?corporation={corporation}"),
            await till.Post("/api/v1/api-keys", $$"""{"name":"n","corporation":"{{corporation}}","scopes":["settings:read"]}"""),
            await till.Delete($"/api/v1/api-keys/{keyId}"), await till.Post($"/api/v1/api-keys/{keyId}/rotate"), await till.Delete("/api/v1/api-keys/operator"),
        ];
    }

    private static async Task<System.Text.Json.JsonElement> Listed(Api api, string id)
    {
        for (string? cursor = null; ;)
        {
            var page = await api.Get($"/api/v1/api-keys?limit=200{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}");
            foreach (var key in page.Json("items").EnumerateArray())
                if (key.GetProperty("id").GetString() == id) return key;
            cursor = page.Text("next");
            Assert.True(cursor is not "null", $"The list holds no key {id}.");
        }
    }

    private static async Task RefusedWithinALease(Api holder)
    {
        var started = DateTime.UtcNow;
        await holder.Until("the key is refused", "/api/v1/stacks", answer => answer.Status is HttpStatusCode.Unauthorized);
        Assert.InRange(DateTime.UtcNow - started, TimeSpan.Zero, Lease);
    }

    private static string WithoutTrace(ApiResult answer) => answer.Body.Replace(answer.Text("traceId")!, "", StringComparison.Ordinal);
}
