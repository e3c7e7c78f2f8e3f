using System.Net;
using System.Text.Json;
using Adilas.Hosts;

namespace Adilas.ApiTests;

public sealed class WebhookApiTests(StandaloneFixture fixture) : IAsyncLifetime
{
    private static readonly string[] Everything = ["*"];

    private Api api = null!;
    private Receiver receiver = null!;
    private string corporation = "";

    private string All => $"/api/v1/corporations/{corporation}/webhooks";

    public async ValueTask InitializeAsync()
    {
        (api, receiver) = (await fixture.Operator(), await Receiver.Start());
        corporation = await api.NewCorporation();
    }

    public async ValueTask DisposeAsync()
    {
        api.Dispose();
        await receiver.DisposeAsync();
    }

    [Fact]
    public async Task A_change_is_told_at_once_signed_with_the_secret_that_was_shown_once()
    {
        var (path, secret) = await Make("corporation.*", "settings.changed");

        (await api.Patch($"/api/v1/corporations/{corporation}", """{"name":"Other Foods"}""")).Is(HttpStatusCode.OK);
        (await api.Patch($"/api/v1/settings/corporation:{corporation}", """{"document":{"custom":{"a":"geheim"} } }""")).Is(HttpStatusCode.OK);

        var changed = await receiver.Until("corporation.changed", it => it.Type == "corporation.changed");
        var settings = await receiver.Until("settings.changed", it => it.Type == "settings.changed");
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        Assert.True(changed.IsSignedWith(secret) && settings.IsSignedWith(secret), changed.Headers["Adilas-Signature"]);
        Assert.False(changed.IsSignedWith(secret + "x"));
        Assert.Equal(
            ("POST", "corporation.changed", changed.Id, corporation, "key:operator"),
            (changed.Method, changed.Headers["Adilas-Event"], changed.Headers["Idempotency-Key"], changed.Event.GetProperty("corporation").GetString(), changed.Event.GetProperty("actor").GetString()));
        Assert.Equal($"corporation:{corporation}", settings.Event.GetProperty("data").GetProperty("scope").GetString());
        Assert.Equal("""["custom.a"]""", settings.Event.GetProperty("data").GetProperty("paths").GetRawText());
        Assert.DoesNotContain("geheim", System.Text.Encoding.UTF8.GetString(settings.Body), StringComparison.Ordinal);
        var shown = (await api.Get(path)).Is(HttpStatusCode.OK);
        Assert.DoesNotContain(secret, shown.Body + (await api.Get(All)).Body, StringComparison.Ordinal);
        Assert.Equal((changed.Headers["Adilas-Delivery"], "succeeded", "200", "said 200"), await First(path, "corporation.changed"));
    }

    [Fact]
    public async Task Only_what_is_wanted_is_told_and_only_to_the_corporations_own()
    {
        var (path, _) = await Make("job.dead");
        var other = await api.NewCorporation();

        (await api.Patch($"/api/v1/corporations/{corporation}", """{"name":"Other Foods"}""")).Is(HttpStatusCode.OK);
        (await api.Post($"/api/v1/corporations/{other}/jobs", """{"queue":"q","kind":"http","payload":{"url":"http://nowhere.invalid/"},"maxAttempts":1}""")).Is(HttpStatusCode.Created);
        (await api.Post($"/api/v1/corporations/{corporation}/jobs", """{"queue":"q","kind":"http","payload":{"url":"http://nowhere.invalid/"},"maxAttempts":1}""")).Is(HttpStatusCode.Created);
        var dead = await receiver.Until("job.dead", it => it.Type == "job.dead");
        (await api.Post($"{path}/test")).Is(HttpStatusCode.OK);
        await receiver.Until("webhook.test", it => it.Type == "webhook.test");

        var data = dead.Event.GetProperty("data");
        Assert.Equal(("http", "q", "http-unreachable"), (data.GetProperty("kind").GetString(), data.GetProperty("queue").GetString(), data.GetProperty("code").GetString()));
        Assert.Equal(["job.dead", "webhook.test"], receiver.All.Select(it => it.Type));
    }

    [Fact]
    public async Task It_is_told_that_its_corporation_closed_and_came_back()
    {
        var (_, secret) = await Make("*");

        (await api.Delete($"/api/v1/corporations/{corporation}?reason=gone")).Is(HttpStatusCode.OK);
        var closed = await receiver.Until("corporation.closed", it => it.Type == "corporation.closed");
        (await api.Post($"/api/v1/corporations/{corporation}/restore")).Is(HttpStatusCode.OK);
        await receiver.Until("corporation.restored", it => it.Type == "corporation.restored");

        Assert.True(closed.IsSignedWith(secret));
        Assert.Equal("closed", closed.Event.GetProperty("data").GetProperty("mode").GetString());
    }

    [Fact]
    public async Task After_a_rotation_both_secrets_sign()
    {
        var (path, old) = await Make("*");
        var rotated = (await api.Post($"{path}/rotate")).Is(HttpStatusCode.OK).Text("secret")!;

        (await api.Post($"{path}/test")).Is(HttpStatusCode.OK);

        var test = await receiver.Until("webhook.test", it => it.Type == "webhook.test");
        Assert.NotEqual(old, rotated);
        Assert.True(test.IsSignedWith(old) && test.IsSignedWith(rotated), test.Headers["Adilas-Signature"]);
        Assert.NotNull((await api.Get(path)).Text("oldSecretUntil"));
    }

    [Fact]
    public async Task Disabled_it_is_told_nothing_and_enabled_again_what_was_kept()
    {
        var (path, _) = await Make("corporation.changed");
        (await api.Patch(path, """{"enabled":false}""")).Is(HttpStatusCode.OK);

        (await api.Patch($"/api/v1/corporations/{corporation}", """{"name":"Other Foods"}""")).Is(HttpStatusCode.OK);
        var waiting = await api.Until("it waits", $"{path}/deliveries", answer => answer.Json("items").GetArrayLength() == 1);
        (await api.Post($"{path}/test")).IsProblem(HttpStatusCode.Conflict, "webhook-disabled");
        await Task.Delay(1_500, TestContext.Current.CancellationToken);
        Assert.Empty(receiver.All);
        var disabled = (await api.Get(path)).Is(HttpStatusCode.OK);
        Assert.Equal(("false", "by-request"), (disabled.Text("enabled"), disabled.Text("disabledReason")));

        (await api.Patch(path, """{"enabled":true}""")).Is(HttpStatusCode.OK);

        var told = await receiver.Until("what was kept", it => it.Type == "corporation.changed");
        Assert.Equal(waiting.Json("items")[0].GetProperty("id").GetString(), told.Headers["Adilas-Delivery"]);
    }

    [Fact]
    public async Task A_receiver_that_is_gone_is_disabled_at_once_and_the_others_are_told()
    {
        await using var gone = await Receiver.Start();
        gone.Status = 410;
        var (path, _) = await Make("webhook.*");
        var (lost, _) = await MakeAt(gone.Address, "corporation.changed", "webhook.*");

        (await api.Patch($"/api/v1/corporations/{corporation}", """{"name":"Other Foods"}""")).Is(HttpStatusCode.OK);

        var notice = await receiver.Until("webhook.disabled", it => it.Type == "webhook.disabled");
        Assert.Equal(lost.Split('/')[^1], notice.Event.GetProperty("data").GetProperty("webhook").GetString());
        Assert.Equal("webhook-gone", (await api.Get(lost)).Text("disabledReason"));
        Assert.Equal("true", (await api.Get(path)).Text("enabled"));
        Assert.Single(gone.All);
    }

    [Fact]
    public async Task A_failure_is_tried_again_and_an_answer_that_points_elsewhere_is_one()
    {
        var (path, _) = await Make("*");
        (receiver.Status, receiver.Location) = (302, "/elsewhere");
        var delivery = (await api.Post($"{path}/test")).Is(HttpStatusCode.OK).Text("delivery")!;

        var failed = await api.Until("it failed", $"{path}/deliveries/{delivery}", answer => answer.Text("state") == "failed");
        (receiver.Status, receiver.Location) = (200, null);
        (await api.Post($"/api/v1/corporations/{corporation}/jobs/{delivery}/run")).Is(HttpStatusCode.OK);
        await api.Until("it succeeded", $"{path}/deliveries/{delivery}", answer => answer.Text("state") == "succeeded");

        Assert.Equal(("302", "said 302", "http-status"), (failed.Text("status"), failed.Text("answer"), failed.Text("failureCode")));
        Assert.Equal(2, receiver.All.Count);
        Assert.Equal(receiver.All[0].Body, receiver.All[1].Body);
        await api.Until("it fails no more", path, answer => answer.Text("failingSince") == "null");
    }

    [Fact]
    public async Task What_was_delivered_can_be_replayed_one_by_one_and_all_of_a_span_each_event_once()
    {
        var (path, secret) = await Make("corporation.changed");
        foreach (var name in new[] { "One", "Two", "Three" })
            (await api.Patch($"/api/v1/corporations/{corporation}", $$"""{"name":"{{name}}"}""")).Is(HttpStatusCode.OK);
        var sent = await api.Until(
            "three were delivered", $"{path}/deliveries?state=succeeded", answer => answer.Json("items").GetArrayLength() == 3);
        var (first, id) = (sent.Json("items")[2].GetProperty("event").GetString(), sent.Json("items")[2].GetProperty("id").GetString());

        var again = (await api.Post($"{path}/deliveries/{id}/replay")).Is(HttpStatusCode.OK).Text("delivery");
        var replayed = await receiver.Until("the replay", it => it.Headers["Adilas-Delivery"] == again);
        Assert.Equal((first, true), (replayed.Headers["Idempotency-Key"], replayed.IsSignedWith(secret)));
        await api.Until("it is known", $"{path}/deliveries?state=succeeded", answer => answer.Json("items").GetArrayLength() == 4);

        Assert.Equal("3", (await api.Post($"{path}/replay?dryRun=true", "{}")).Is(HttpStatusCode.OK).Text("count"));
        Assert.Equal("0", (await api.Post($"{path}/replay?dryRun=true", """{"to":"2020-01-01T00:00:00Z"}""")).Is(HttpStatusCode.OK).Text("count"));
        var all = (await api.Post($"{path}/replay", "{}")).Is(HttpStatusCode.OK);
        Assert.Equal(3, all.Json("deliveries").GetArrayLength());
        await api.Until("all were delivered", $"{path}/deliveries?state=succeeded", answer => answer.Json("items").GetArrayLength() == 7);
        Assert.Equal([2, 2, 3], receiver.All.GroupBy(it => it.Id).Select(group => group.Count()).Order());
        Assert.Equal(3, receiver.All.Select(it => it.Id).Distinct().Count());
    }

    [Theory]
    [InlineData("""{"url":"ftp://a.example/","events":["*"]}""", "webhook-url", "url")]
    [InlineData("""{"url":"http://10.1.2.3/","events":["*"]}""", "webhook-url", "url")]
    [InlineData("""{"url":"http://169.254.169.254/","events":["*"]}""", "webhook-url", "url")]
    [InlineData("""{"url":"https://a:b@a.example/","events":["*"]}""", "webhook-url", "url")]
    [InlineData("""{"url":"https://a.example/","events":[]}""", "webhook-events", "events")]
    [InlineData("""{"url":"https://a.example/","events":[null]}""", "webhook-events", "events")]
    [InlineData("""{"url":"https://a.example/","events":["corporation.eaten"]}""", "webhook-events", "events")]
    [InlineData("""{"url":"https://a.example/","events":["*"],"description":"\u0000"}""", "webhook-description", "description")]
    [InlineData("""{"events":["*"]}""", "member-invalid", "url")]
    public async Task What_is_no_webhook_is_refused_with_field_and_rule(string body, string code, string field) =>
        (await api.Post(All, body)).IsProblem(HttpStatusCode.BadRequest, code, field);

    [Fact]
    public async Task Twenty_are_enough_and_they_are_listed_in_pages()
    {
        for (var number = 0; number < 20; number++) await Make("*");
        (await api.Post(All, JsonSerializer.Serialize(new { url = receiver.Address, events = Everything })))
            .IsProblem(HttpStatusCode.TooManyRequests, "webhooks-too-many");

        var page = (await api.Get($"{All}?limit=15")).Is(HttpStatusCode.OK);
        var rest = (await api.Get($"{All}?limit=15&cursor={page.Text("next")}")).Is(HttpStatusCode.OK);
        Assert.Equal((15, 5, "null"), (page.Json("items").GetArrayLength(), rest.Json("items").GetArrayLength(), rest.Text("next")));
    }

    [Fact]
    public async Task It_is_changed_by_version_and_removed_and_its_deliveries_are_nobodys_to_order()
    {
        var (path, _) = await Make("*");
        (await api.Patch(path, """{"description":"for a while"}""", ("If-Match", "\"7\""))).IsProblem(HttpStatusCode.PreconditionFailed, "version-stale", "If-Match");
        var changed = (await api.Patch(path, """{"description":"for a while","events":["job.dead"]}""", ("If-Match", "\"1\""))).Is(HttpStatusCode.OK);
        Assert.Equal(("\"2\"", "for a while", """["job.dead"]"""), (changed["ETag"], changed.Text("description"), changed.Text("events")));
        (await api.Post($"/api/v1/corporations/{corporation}/jobs", """{"queue":"q","kind":"webhook","payload":{}}"""))
            .IsProblem(HttpStatusCode.BadRequest, "kind-reserved", "kind");
        (await api.Post($"/api/v1/corporations/{corporation}/jobs", $$$"""{"queue":"webhook.{{{path.Split('/')[^1]}}}","kind":"noop","payload":{}}"""))
            .IsProblem(HttpStatusCode.BadRequest, "queue-malformed", "queue");
        (await api.Put($"/api/v1/corporations/{corporation}/schedules/s", """{"everySeconds":60,"queue":"q","kind":"webhook"}"""))
            .IsProblem(HttpStatusCode.BadRequest, "kind-reserved", "kind");

        (await api.Delete(path)).Is(HttpStatusCode.OK);

        (await api.Get(path)).IsProblem(HttpStatusCode.NotFound, "webhook-unknown", "webhook");
        (await api.Post($"{path}/rotate")).IsProblem(HttpStatusCode.NotFound, "webhook-unknown");
        Assert.Equal("[]", (await api.Get(All)).Text("items"));
    }

    [Fact]
    public async Task A_key_of_another_corporation_and_one_that_may_only_read_are_refused()
    {
        var (path, _) = await Make("*");
        var other = await api.NewCorporation();
        var (_, foreign) = await api.NewKey(other, "work:read", "work:write");
        var (_, reader) = await api.NewKey(corporation, "work:read");
        using var stranger = api.As(foreign);
        using var reading = api.As(reader);

        (await stranger.Get(path)).IsProblem(HttpStatusCode.Forbidden, "forbidden");
        (await stranger.Get($"{path}/deliveries")).IsProblem(HttpStatusCode.Forbidden, "forbidden");
        (await stranger.Post($"{path}/test")).IsProblem(HttpStatusCode.Forbidden, "forbidden");
        (await stranger.Get($"/api/v1/corporations/{other}/webhooks/{path.Split('/')[^1]}")).IsProblem(HttpStatusCode.NotFound, "webhook-unknown", "webhook");
        (await reading.Get(path)).Is(HttpStatusCode.OK);
        (await reading.Post($"{path}/rotate")).IsProblem(HttpStatusCode.Forbidden, "permission-missing");
    }

    private Task<(string Path, string Secret)> Make(params string[] events) => MakeAt(receiver.Address, events);

    private async Task<(string Path, string Secret)> MakeAt(string url, params string[] events)
    {
        var made = (await api.Post(All, JsonSerializer.Serialize(new { url, events }))).Is(HttpStatusCode.Created);
        return (made["Location"]!, made.Text("secret")!);
    }

    private async Task<(string?, string?, string?, string?)> First(string path, string type)
    {
        var deliveries = await api.Until(
            "it is known to be delivered",
            $"{path}/deliveries?state=succeeded",
            answer => answer.Json("items").EnumerateArray().Any(it => it.GetProperty("type").GetString() == type));
        var one = deliveries.Json("items").EnumerateArray().First(it => it.GetProperty("type").GetString() == type);
        return (one.GetProperty("id").GetString(), one.GetProperty("state").GetString(), one.GetProperty("status").GetRawText(), one.GetProperty("answer").GetString());
    }
}
