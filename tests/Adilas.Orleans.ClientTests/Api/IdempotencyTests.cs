using System.Net;
using Adilas.Hosts;

namespace Adilas.ApiTests;

public sealed class IdempotencyTests(StandaloneFixture fixture)
{
    private readonly string scope = $"/api/v1/settings/theme:{StandaloneFixture.NewId("t")}";
    private readonly (string, string) key = ("Idempotency-Key", StandaloneFixture.NewId("op"));

    [Fact]
    public async Task A_write_sent_again_is_answered_from_what_was_stored()
    {
        using var api = await fixture.Operator();
        var first = (await api.Patch(scope, """{"document":{"custom":{"a":1}}}""", key)).Is(HttpStatusCode.OK);
        await api.Patch(scope, """{"document":{"custom":{"a":2}}}""");

        var again = (await api.Patch(scope, """{"document":{"custom":{"a":1}}}""", key)).Is(HttpStatusCode.OK);

        Assert.Equal((first.Body, first["ETag"]), (again.Body, again["ETag"]));
        Assert.Equal("""{"custom":{"a":2}}""", (await api.Get(scope)).Text("document"));
    }

    [Fact]
    public async Task An_overwrite_sent_again_is_answered_too_although_its_version_is_old_by_now()
    {
        using var api = await fixture.Operator();
        await api.Put(scope, """{"document":{"custom":{"a":1}}}""");
        var first = (await api.Put(scope, """{"document":{"custom":{"a":2}}}""", ("If-Match", "\"1\""), key)).Is(HttpStatusCode.OK);

        Assert.Equal(first.Body, (await api.Put(scope, """{"document":{"custom":{"a":2}}}""", ("If-Match", "\"1\""), key)).Is(HttpStatusCode.OK).Body);
        Assert.Equal(first.Body, (await api.Put(scope, """{"document":{"custom":{"a":2}}}""", ("If-Match", "\"1\""), key)).Body);
    }

    [Fact]
    public async Task The_same_key_with_another_request_is_a_conflict()
    {
        using var api = await fixture.Operator();
        (await api.Patch(scope, """{"document":{"custom":{"a":1}}}""", key)).Is(HttpStatusCode.OK);

        (await api.Patch(scope, """{"document":{"custom":{"a":2}}}""", key)).IsProblem(HttpStatusCode.Conflict, "idempotency-key-reused", "Idempotency-Key");
        (await api.Patch(scope, """{"document":{"custom":{"a":1}}}""", key, ("If-Match", "\"1\""))).IsProblem(HttpStatusCode.Conflict, "idempotency-key-reused", "Idempotency-Key");
        (await api.Put($"{scope}/values/custom.a", """{"value":1}""", key)).IsProblem(HttpStatusCode.Conflict, "idempotency-key-reused", "Idempotency-Key");
        Assert.Equal("\"1\"", (await api.Get(scope))["ETag"]);
    }

    [Fact]
    public async Task A_write_that_changed_nothing_keeps_its_key_and_its_answer()
    {
        using var api = await fixture.Operator();
        await api.Patch(scope, """{"document":{"custom":{"a":1}}}""");
        var first = (await api.Patch(scope, """{"document":{"custom":{"a":1}}}""", key)).Is(HttpStatusCode.OK);
        Assert.Equal("\"1\"", first["ETag"]);
        await api.Patch(scope, """{"document":{"custom":{"a":2}}}""");

        (await api.Patch(scope, """{"document":{"custom":{"a":3}}}""", key)).IsProblem(HttpStatusCode.Conflict, "idempotency-key-reused", "Idempotency-Key");
        var again = (await api.Patch(scope, """{"document":{"custom":{"a":1}}}""", key)).Is(HttpStatusCode.OK);

        Assert.Equal((first.Body, first["ETag"]), (again.Body, again["ETag"]));
        Assert.Equal("\"2\"", (await api.Get(scope))["ETag"]);
    }

    [Fact]
    public async Task Of_many_at_once_one_is_done_and_all_are_answered_alike()
    {
        using var api = await fixture.Operator();
        await api.Patch(scope, """{"document":{"custom":{"n":0}}}""");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => api.Patch(scope, """{"document":{"custom":{"n":1}}}""", key)));

        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.OK, answers[0].Body), (answer.Status, answer.Body)));
        Assert.Equal("\"2\"", (await api.Get(scope))["ETag"]);
    }

    [Fact]
    public async Task Two_callers_may_choose_the_same_key()
    {
        using var api = await fixture.Operator();
        var (_, otherKey) = await api.NewKey(null, "settings:write");
        using var other = (await fixture.Host).As(otherKey);

        (await api.Patch(scope, """{"document":{"custom":{"a":1}}}""", key)).Is(HttpStatusCode.OK);
        (await other.Patch(scope, """{"document":{"custom":{"a":2}}}""", key)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_new_api_key_whose_answer_was_lost_is_handed_out_again_and_is_one_key()
    {
        using var api = await fixture.Operator();
        const string Order = """{"name":"lost","scopes":["stacks:read"]}""";

        var first = (await api.Post("/api/v1/api-keys", Order, key)).Is(HttpStatusCode.Created);
        var again = (await api.Post("/api/v1/api-keys", Order, key)).Is(HttpStatusCode.Created);
        var another = (await api.Post("/api/v1/api-keys", Order)).Is(HttpStatusCode.Created);

        Assert.Equal(first.Body, again.Body);
        Assert.NotEqual(first.Text("key"), another.Text("key"));
        using var holder = (await fixture.Host).As(again.Text("key"));
        (await holder.Get("/api/v1/stacks")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_order_sent_again_is_accepted_again()
    {
        using var api = await fixture.Operator();
        var id = StandaloneFixture.NewId("corp");

        (await api.Post("/api/v1/corporations", Api.CorporationJson(id), key)).Is(HttpStatusCode.Accepted);
        (await api.Post("/api/v1/corporations", Api.CorporationJson(id), key)).Is(HttpStatusCode.Accepted);
        var repeated = (await api.Post("/api/v1/corporations", Api.CorporationJson(id))).Is(HttpStatusCode.OK);
        Assert.Equal($"/api/v1/corporations/{id}/provisioning", repeated["Location"]);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("")]
    public async Task A_key_of_another_form_is_refused(string malformed)
    {
        using var api = await fixture.Operator();

        (await api.Patch(scope, """{"document":{}}""", ("Idempotency-Key", malformed))).IsProblem(HttpStatusCode.BadRequest, "idempotency-key-malformed", "Idempotency-Key");
        Assert.Equal(HttpStatusCode.NotFound, (await api.Get(scope)).Status);
    }
}
