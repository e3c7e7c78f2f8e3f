using System.Net;
using Adilas.Hosts;

namespace Adilas.ApiTests;

/// <summary>Every route that writes takes an idempotency key: the same request is answered as the first time, another one is a conflict.</summary>
public sealed class WritingRoutesTests(StandaloneFixture fixture)
{
    /// <summary>What only looks, although its method is one that writes.</summary>
    private static readonly string[] Questions = ["POST /settings-catalogue/check", "POST /operate/settings/invalid", "POST /corporations/{id}/schedules:preview"];

    /// <summary>What keeps no answer: a lease is asked for anew, and where the attempt stands already, the same request changes nothing more.</summary>
    private static readonly string[] ByState =
    [
        "POST /workers/lease", .. new[] { "heartbeat", "progress", "complete", "fail" }.Select(verb => $"POST /workers/jobs/{{token}}/{verb}"),
    ];

    private static readonly Dictionary<string, Func<Api, Task<Writes>>> Known = new()
    {
        ["POST /corporations"] = api => Task.FromResult(Order(StandaloneFixture.NewId("corp"))),
        ["PATCH /corporations/{id}"] = async api => Both(
            "PATCH", $"corporations/{await api.NewCorporation()}", """{"name":"One"}""", """{"name":"Two"}""", between: """{"name":"Three"}"""),
        ["DELETE /corporations/{id}"] = async api => Two("DELETE", $"corporations/{await api.NewCorporation()}", "?reason=one", "?reason=two"),
        ["POST /corporations/{id}/restore"] = async api => OnEach("POST", await TwoThatAreClosed(api), "restore"),
        ["PUT /corporations/{id}/mode"] = async api => Both(
            "PUT", $"corporations/{await api.NewCorporation()}/mode", Mode("frozen"), Mode("readOnly"), between: Mode("live")),
        ["POST /corporations/{id}/provisioning/retry"] = async api => OnEach("POST", await TwoThatFailed(api), "provisioning/retry"),
        ["POST /corporations/{id}/provisioning/rollback"] = async api => OnEach("POST", await TwoThatFailed(api), "provisioning/rollback"),
        ["POST /corporations/{id}/jobs"] = async api => Both("POST", $"corporations/{await api.NewCorporation()}/jobs", Job(1), Job(2)),
        ["POST /corporations/{id}/jobs:batch"] = async api => Both(
            "POST", $"corporations/{await api.NewCorporation()}/jobs:batch", $"{{\"jobs\":[{Job(1)}]}}", $"{{\"jobs\":[{Job(1)},{Job(2)}]}}"),
        ["POST /corporations/{id}/jobs/{job}/cancel"] = async api => Two("POST", "corporations/", $"{await NewJob(api)}/cancel", $"{await NewJob(api)}/cancel"),
        ["POST /corporations/{id}/jobs/{job}/run"] = async api => Two("POST", "corporations/", $"{await NewJob(api)}/run", $"{await NewJob(api)}/run"),
        ["POST /corporations/{id}/jobs/{job}/retry"] = async api => Two(
            "POST", "corporations/", $"{await Cancelled(api, await NewJob(api))}/retry", $"{await Cancelled(api, await NewJob(api))}/retry"),
        ["POST /corporations/{id}/jobs/{job}/reschedule"] = async api => Both(
            "POST", $"corporations/{await NewJob(api)}/reschedule", Time(1), Time(2), between: Time(3)),
        ["POST /corporations/{id}/jobs/{job}/approve"] = async api => Two(
            "POST", "corporations/", $"{await NewGuardedJob(api)}/approve", $"{await NewGuardedJob(api)}/approve"),
        ["POST /corporations/{id}/jobs/{job}/reject"] = async api => Both(
            "POST", $"corporations/{await NewGuardedJob(api)}/reject", """{"reason":"one"}""", """{"reason":"two"}"""),
        ["POST /corporations/{id}/jobs:cancel"] = async api => Both("POST", $"corporations/{Owner(await NewJob(api))}/jobs:cancel", "{}", """{"kind":"x"}"""),
        ["POST /corporations/{id}/jobs:retry"] = async api => Both(
            "POST", $"corporations/{Owner(await Cancelled(api, await NewJob(api)))}/jobs:retry", "{}", """{"kind":"x"}"""),
        ["POST /corporations/{id}/bulk/{operation}/stop"] = async api => Two("POST", "corporations/", $"{await NewBulk(api)}/stop", $"{await NewBulk(api)}/stop"),
        ["PUT /corporations/{id}/queues/{name}"] = async api => Both(
            "PUT", $"corporations/{Owner(await NewJob(api))}/queues/q", """{"parallel":1}""", """{"parallel":2}""", between: """{"parallel":3}"""),
        ["POST /corporations/{id}/queues/{name}/pause"] = async api => Two(
            "POST", "corporations/", $"{Owner(await NewJob(api))}/queues/q/pause", $"{Owner(await NewJob(api))}/queues/q/pause"),
        ["POST /corporations/{id}/queues/{name}/resume"] = async api => Two(
            "POST", "corporations/", $"{Owner(await NewJob(api))}/queues/q/resume", $"{Owner(await NewJob(api))}/queues/q/resume"),
        ["PUT /corporations/{id}/schedules/{name}"] = async api => Both(
            "PUT", $"corporations/{await api.NewCorporation()}/schedules/nightly", Schedule(1), Schedule(2)),
        ["DELETE /corporations/{id}/schedules/{name}"] = async api => Two("DELETE", "corporations/", await NewSchedule(api), await NewSchedule(api)),
        ["POST /corporations/{id}/schedules/{name}/run"] = async api => Two(
            "POST", "corporations/", $"{await NewSchedule(api)}/run", $"{await NewSchedule(api)}/run"),
        ["POST /corporations/{id}/webhooks"] = async api => Both(
            "POST", $"corporations/{await api.NewCorporation()}/webhooks", Webhook("one"), Webhook("two")),
        ["PATCH /corporations/{id}/webhooks/{webhook}"] = async api => Both(
            "PATCH", await NewWebhook(api), """{"description":"one"}""", """{"description":"two"}""", between: """{"description":"three"}"""),
        ["DELETE /corporations/{id}/webhooks/{webhook}"] = async api => Two("DELETE", "", await NewWebhook(api), await NewWebhook(api)),
        ["POST /corporations/{id}/webhooks/{webhook}/rotate"] = async api => Two("POST", "", $"{await NewWebhook(api)}/rotate", $"{await NewWebhook(api)}/rotate"),
        ["POST /corporations/{id}/webhooks/{webhook}/test"] = async api => Two("POST", "", $"{await NewWebhook(api)}/test", $"{await NewWebhook(api)}/test"),
        ["POST /corporations/{id}/webhooks/{webhook}/deliveries/{delivery}/replay"] = async api => Two(
            "POST", "", $"{await NewDelivery(api)}/replay", $"{await NewDelivery(api)}/replay"),
        ["POST /corporations/{id}/webhooks/{webhook}/replay"] = async api => Both(
            "POST", $"{await NewWebhook(api)}/replay", "{}", """{"to":"2020-01-01T00:00:00Z"}"""),
        ["POST /stacks"] = api => Task.FromResult(Stack(StandaloneFixture.NewId("s"))),
        ["PUT /stacks/{id}/maintenance"] = async api => Both(
            "PUT", $"stacks/{await NewStack(api)}/maintenance", Maintenance("one"), Maintenance("two"), between: Maintenance("three")),
        ["DELETE /stacks/{id}/maintenance"] = async api => Two(
            "DELETE", "stacks/", $"{await NewStack(api)}/maintenance", $"{await NewStack(api)}/maintenance"),
        ["POST /api-keys"] = api => Task.FromResult(Both("POST", "api-keys", NewKey("one"), NewKey("two"))),
        ["POST /api-keys/{id}/rotate"] = async api => Two("POST", "api-keys/", $"{await Key(api)}/rotate", $"{await Key(api)}/rotate"),
        ["DELETE /api-keys/{id}"] = async api => Two("DELETE", "api-keys/", await Key(api), await Key(api)),
        ["PUT /settings/{scope}"] = api => Task.FromResult(Both("PUT", Layer(), Document(1), Document(2))),
        ["PATCH /settings/{scope}"] = api => Task.FromResult(Both("PATCH", Layer(), Document(1), Document(2), between: Document(3))),
        ["PUT /settings/{scope}/values/{path}"] = api => Task.FromResult(
            Both("PUT", $"{Layer()}/values/custom.a", """{"value":1}""", """{"value":2}""", between: """{"value":3}""")),
        ["POST /settings/{scope}/restore"] = async api => Both(
            "POST", $"{await Written(api)}/restore", """{"version":1}""", """{"version":2}""", between: """{"version":2}"""),
        ["POST /settings/{scope}/drafts"] = api => Task.FromResult(Both("POST", $"{Layer()}/drafts", Draft(1), Draft(2))),
        ["PUT /settings/{scope}/drafts/{id}"] = async api => Both("PUT", await NewDraft(api), Draft(2), Draft(3), between: Draft(4)),
        ["POST /settings/{scope}/drafts/{id}/approve"] = async api => Two("POST", "", $"{await NewDraft(api)}/approve", $"{await NewDraft(api)}/approve"),
        ["POST /settings/{scope}/drafts/{id}/reject"] = async api => Both(
            "POST", $"{await NewDraft(api)}/reject", """{"reason":"one"}""", """{"reason":"two"}"""),
        ["POST /settings/{scope}/drafts/{id}/apply"] = async api => Two("POST", "", $"{await NewDraft(api)}/apply", $"{await NewDraft(api)}/apply"),
        ["POST /settings/{scope}/drafts/{id}/withdraw"] = async api => Two("POST", "", $"{await NewDraft(api)}/withdraw", $"{await NewDraft(api)}/withdraw"),
    };

    public static TheoryData<string> Routes => [.. Known.Keys];

    [Theory, MemberData(nameof(Routes))]
    public async Task The_same_key_brings_the_same_answer_and_with_another_request_a_conflict(string route)
    {
        using var api = await fixture.Operator();
        var writes = await Known[route](api);
        var key = ("Idempotency-Key", StandaloneFixture.NewId("op"));
        var first = await Send(api, writes.Method, writes.Path, writes.Body, key);
        Assert.True(first.Status is HttpStatusCode.OK or HttpStatusCode.Accepted or HttpStatusCode.Created, $"{route}: {first}");
        if (writes.Between is { } between) (await Send(api, writes.Method, writes.Path, between)).Is(HttpStatusCode.OK);

        var again = await Send(api, writes.Method, writes.Path, writes.Body, key);
        var other = await Send(api, writes.Method, writes.OtherPath, writes.OtherBody, key);

        Assert.Equal((first.Status, first.Body, first["ETag"], first["Location"]), (again.Status, again.Body, again["ETag"], again["Location"]));
        other.IsProblem(HttpStatusCode.Conflict, "idempotency-key-reused", "Idempotency-Key");
    }

    [Fact]
    public async Task No_route_that_writes_is_left_out()
    {
        using var api = await fixture.Operator();
        var described = (await api.Get("/openapi/v1.json")).Is(HttpStatusCode.OK).Json("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name["/api/v1".Length..]}"))
            .Where(route => !route.StartsWith("GET ", StringComparison.Ordinal));

        Assert.Equal(Known.Keys.Concat(Questions).Concat(ByState).Order(), described.Order());
    }

    private static Writes Both(string method, string path, string body, string otherBody, string? between = null) =>
        new(method, path, body, path, otherBody, between);

    private static Writes Two(string method, string path, string one, string other) => new(method, path + one, null, path + other, null, null);

    private static Writes OnEach(string method, (string One, string Other) corporations, string path) =>
        Two(method, "corporations/", $"{corporations.One}/{path}", $"{corporations.Other}/{path}");

    private static Writes Order(string id) => Both("POST", "corporations", Api.CorporationJson(id), Api.CorporationJson(id, "Another name"));

    private static Writes Stack(string id) => Both("POST", "stacks", StackJson(id, 10), StackJson(id, 11), between: StackJson(id, 12));

    private static string StackJson(string id, int capacity) => $$$"""{"id":"{{{id}}}","kind":"dedicated","capacity":{"corporations":{{{capacity}}} }}""";

    private static string Maintenance(string reason) => $$"""{"until":"{{DateTimeOffset.UtcNow.AddHours(1):O}}","reason":"{{reason}}"}""";

    private static async Task<string> NewStack(Api api)
    {
        var id = StandaloneFixture.NewId("s");
        (await Send(api, "POST", "stacks", StackJson(id, 10))).Is(HttpStatusCode.OK);
        return id;
    }

    private static string Mode(string mode) => $$"""{"mode":"{{mode}}","reason":"audit"}""";

    private static string NewKey(string name) => $$"""{"name":"{{name}}","scopes":["stacks:read"]}""";

    private static string Layer() => $"settings/theme:{StandaloneFixture.NewId("t")}";

    private static string Document(int value) => $$$"""{"document":{"custom":{"a":{{{value}}} } } }""";

    private static string Draft(int value) => $$$"""{"kind":"merge","document":{"custom":{"a":{{{value}}} } } }""";

    /// <summary>The address of a draft that another made: nobody approves their own.</summary>
    private static async Task<string> NewDraft(Api api)
    {
        var (_, key) = await api.NewKey(null, "settings:read", "settings:write");
        using var other = api.As(key);
        var made = (await Send(other, "POST", $"{Layer()}/drafts", Draft(1))).Is(HttpStatusCode.Created);
        return made["Location"]!["/api/v1/".Length..];
    }

    private static string Job(int number) => $$$"""{"queue":"q","kind":"label","payload":{"number":{{{number}}} } }""";

    private static string Time(int day) =>
        $$"""{"dueAt":"{{DateTime.UtcNow.Date.AddDays(day).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture)}}"}""";

    private static string Owner(string job) => job.Split('/')[0];

    private static async Task<string> NewJob(Api api)
    {
        var made = (await Send(api, "POST", $"corporations/{await api.NewCorporation()}/jobs", Job(1))).Is(HttpStatusCode.Created);
        return made["Location"]!["/api/v1/corporations/".Length..];
    }

    /// <summary>One that another ordered, and that waits for approval.</summary>
    private static async Task<string> NewGuardedJob(Api api)
    {
        var id = await api.NewCorporation(settings: """{"work":{"approval":["label"]}}""");
        using var other = api.As((await api.NewKey(id, "work:write")).Key);
        return (await Send(other, "POST", $"corporations/{id}/jobs", Job(1))).Is(HttpStatusCode.Created)["Location"]!["/api/v1/corporations/".Length..];
    }

    private static async Task<string> Cancelled(Api api, string job)
    {
        (await Send(api, "POST", $"corporations/{job}/cancel", null)).Is(HttpStatusCode.OK);
        return job;
    }

    private static async Task<string> NewBulk(Api api)
    {
        var begun = await Send(api, "POST", $"corporations/{Owner(await NewJob(api))}/jobs:cancel?inBackground=true", "{}");
        return begun.Is(HttpStatusCode.Accepted)["Location"]!["/api/v1/corporations/".Length..];
    }

    private static string Schedule(int hour) => $$"""{"cron":"0 {{hour}} * * *","queue":"nightly","kind":"noop"}""";

    private static async Task<string> NewSchedule(Api api)
    {
        var path = $"{await api.NewCorporation()}/schedules/nightly";
        (await Send(api, "PUT", $"corporations/{path}", Schedule(1))).Is(HttpStatusCode.OK);
        return path;
    }

    private static string Webhook(string description) => $$"""{"url":"http://127.0.0.1:9/","events":["*"],"description":"{{description}}"}""";

    private static async Task<string> NewWebhook(Api api)
    {
        var made = (await Send(api, "POST", $"corporations/{await api.NewCorporation()}/webhooks", Webhook("it"))).Is(HttpStatusCode.Created);
        return made["Location"]!["/api/v1/".Length..];
    }

    private static async Task<string> NewDelivery(Api api)
    {
        var webhook = await NewWebhook(api);
        return $"{webhook}/deliveries/{(await Send(api, "POST", $"{webhook}/test", null)).Is(HttpStatusCode.OK).Text("delivery")}";
    }

    private static async Task<string> Key(Api api) => (await api.NewKey(null, "stacks:read")).Id;

    /// <summary>A layer with two versions.</summary>
    private static async Task<string> Written(Api api)
    {
        var layer = Layer();
        foreach (var value in new[] { 1, 2 }) (await Send(api, "PATCH", layer, Document(value))).Is(HttpStatusCode.OK);
        return layer;
    }

    private static async Task<(string One, string Other)> TwoThatAreClosed(Api api)
    {
        var (one, other) = (await api.NewCorporation(), await api.NewCorporation());
        foreach (var id in new[] { one, other }) (await Send(api, "DELETE", $"corporations/{id}", null)).Is(HttpStatusCode.OK);
        return (one, other);
    }

    /// <summary>Ordered into a stack that is full.</summary>
    private static async Task<(string One, string Other)> TwoThatFailed(Api api)
    {
        var stack = StandaloneFixture.NewId("s");
        (await Send(api, "POST", "stacks", StackJson(stack, 1))).Is(HttpStatusCode.OK);
        await Ends("ready");
        return (await Ends("failed"), await Ends("failed"));

        async Task<string> Ends(string state)
        {
            var id = StandaloneFixture.NewId("corp");
            (await Send(api, "POST", "corporations", Api.CorporationJson(id)[..^1] + $",\"stack\":\"{stack}\"}}")).Is(HttpStatusCode.Accepted);
            await api.Until($"{id} is {state}", $"/api/v1/corporations/{id}/provisioning", answer => answer.Text("state") == state);
            return id;
        }
    }

    private static Task<ApiResult> Send(Api api, string method, string path, string? body, params (string, string)[] headers) =>
        api.Send(new HttpMethod(method), $"/api/v1/{path}", body, headers);

    /// <param name="Between">Sent without a key after the first time, so that what is there now is not what was answered then.</param>
    private sealed record Writes(string Method, string Path, string? Body, string OtherPath, string? OtherBody, string? Between);
}
