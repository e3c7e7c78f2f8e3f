using System.Net;
using Adilas.Hosts;

namespace Adilas.ApiTests;

public sealed class JobApiTests(StandaloneFixture fixture)
{
    private const string Label = """{"queue":"labels","kind":"label","payload":{"order":7},"dedupeKey":"order-7"}""";

    [Fact]
    public async Task A_job_is_ordered_once_listed_moved_and_ended()
    {
        using var api = await fixture.Operator();
        var jobs = $"/api/v1/corporations/{await api.NewCorporation()}/jobs";
        var made = (await api.Post(jobs, Label)).Is(HttpStatusCode.Created);
        var again = (await api.Post(jobs, Label)).Is(HttpStatusCode.OK);
        Assert.Equal(("true", "false", made.Text("id")), (made.Text("isNew"), again.Text("isNew"), again.Text("id")));
        var job = made["Location"]!;
        Assert.Equal($"{jobs}/{made.Text("id")}", job);

        var shown = (await api.Get(job)).Is(HttpStatusCode.OK);
        Assert.Equal(("due", """{"order":7}""", "key:operator", "[]"), (shown.Text("state"), shown.Text("payload"), shown.Text("createdBy"), shown.Text("log")));
        var line = Assert.Single((await api.Get($"{jobs}?state=due&kind=label&queue=labels&from=2020-01-01T00:00:00Z")).Json("items").EnumerateArray());
        Assert.False(line.TryGetProperty("payload", out _));
        Assert.Equal("[]", (await api.Get($"{jobs}?kind=other")).Text("items"));
        Assert.Equal("[]", (await api.Get($"{jobs}?to=2020-01-01T00:00:00Z")).Text("items"));

        var time = DateTime.UtcNow.AddDays(1).ToString("yyyy-MM-dd'T'00:00:00'Z'", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal("waiting", (await api.Post($"{job}/reschedule", $$"""{"dueAt":"{{time}}"}""")).Is(HttpStatusCode.OK).Text("state"));
        Assert.Equal("due", (await api.Post($"{job}/run")).Is(HttpStatusCode.OK).Text("state"));
        (await api.Post($"{job}/approve")).IsProblem(HttpStatusCode.Conflict, "job-state");
        (await api.Post($"{job}/reject", """{"reason":"no"}""")).IsProblem(HttpStatusCode.Conflict, "job-state");
        Assert.Equal("cancelled", (await api.Post($"{job}/cancel")).Is(HttpStatusCode.OK).Text("state"));
        (await api.Post($"{job}/cancel")).IsProblem(HttpStatusCode.Conflict, "job-state");
        Assert.Equal("due", (await api.Post($"{job}/retry")).Is(HttpStatusCode.OK).Text("state"));
    }

    [Fact]
    public async Task The_runtime_does_its_own_kinds_and_operators_see_what_waits()
    {
        using var api = await fixture.Operator();
        var jobs = $"/api/v1/corporations/{await api.NewCorporation()}/jobs";
        var job = (await api.Post(jobs, """{"queue":"q","kind":"noop","payload":{}}""")).Is(HttpStatusCode.Created)["Location"]!;
        var done = await api.Until("the job is done", job, answer => answer.Text("state") is "succeeded");

        Assert.Equal(1, done.Json("log").GetArrayLength());
        Assert.Equal("~runtime", (await api.Get("/api/v1/work/overview")).Is(HttpStatusCode.OK).Text("lane"));
    }

    [Fact]
    public async Task Many_are_ordered_counted_cancelled_and_retried_in_parts()
    {
        using var api = await fixture.Operator();
        var jobs = $"/api/v1/corporations/{await api.NewCorporation()}/jobs";
        var batch = string.Join(',', Enumerable.Range(0, 250).Select(number => $$$"""{"queue":"q","kind":"label","payload":{{{number}}} }"""));
        var ordered = (await api.Post($"{jobs}:batch", $$"""{"jobs":[{{batch}}]}""")).Is(HttpStatusCode.OK);
        Assert.Equal(250, ordered.Json("jobs").GetArrayLength());
        (await api.Post($"{jobs}:batch", """{"jobs":[{"queue":"q","kind":"label","payload":1},{"queue":"Q!","kind":"label","payload":1}]}"""))
            .IsProblem(HttpStatusCode.BadRequest, "queue-malformed", "jobs[1].queue");
        (await api.Post($"{jobs}:batch", """{"jobs":[null]}""")).IsProblem(HttpStatusCode.BadRequest, "member-invalid", "jobs[0]");

        Assert.Equal("250", (await api.Post($"{jobs}:cancel?dryRun=true", """{"kind":"label"}""")).Is(HttpStatusCode.OK).Text("count"));
        Assert.Equal("0", (await api.Post($"{jobs}:retry?dryRun=true", """{"kind":"label"}""")).Is(HttpStatusCode.OK).Text("count"));
        Assert.Equal(250, await All(api, $"{jobs}:cancel"));
        Assert.Equal("0", (await api.Post($"{jobs}:cancel?dryRun=true", "{}")).Text("count"));
        Assert.Equal(250, await All(api, $"{jobs}:retry"));
    }

    [Fact]
    public async Task What_goes_on_by_itself_is_accepted_followed_listed_and_stopped()
    {
        using var api = await fixture.Operator();
        var id = await api.NewCorporation();
        var (jobs, bulk) = ($"/api/v1/corporations/{id}/jobs", $"/api/v1/corporations/{id}/bulk");
        await api.Post(jobs, Label);
        await api.Post(jobs, """{"queue":"q","kind":"other","payload":1}""");
        (await api.Post($"{jobs}:cancel?inBackground=true", """{"cursor":"a"}""")).IsProblem(HttpStatusCode.BadRequest, "member-invalid", "cursor");
        (await api.Post($"{jobs}:cancel?inBackground=true", """{"kind":"A!"}""")).IsProblem(HttpStatusCode.BadRequest, "kind-malformed", "kind");

        var begun = (await api.Post($"{jobs}:cancel?inBackground=true", """{"kind":"label"}""")).Is(HttpStatusCode.Accepted);

        Assert.Equal($"{bulk}/{begun.Text("id")}", begun["Location"]);
        var ended = await api.Until("it has ended", begun["Location"]!, answer => answer.Text("state") is "finished");
        Assert.Equal(
            ("cancel", "1", "1", "0", "label", "[]", "key:operator"),
            (ended.Text("verb"), ended.Text("expected"), ended.Text("done"), ended.Text("skipped"), ended.Text("filter.kind"), ended.Text("skips"),
                ended.Text("orderedBy")));
        var line = Assert.Single((await api.Get(bulk)).Is(HttpStatusCode.OK).Json("items").EnumerateArray());
        Assert.Equal("finished", line.GetProperty("state").GetString());
        Assert.Equal("finished", (await api.Post($"{begun["Location"]}/stop")).Is(HttpStatusCode.OK).Text("state"));
        Assert.Equal("due", Assert.Single((await api.Get($"{jobs}?kind=other")).Json("items").EnumerateArray()).GetProperty("state").GetString());
        (await api.Get($"{bulk}/none")).IsProblem(HttpStatusCode.NotFound, "bulk-unknown", "operation");
        (await api.Get($"{bulk}/No!")).IsProblem(HttpStatusCode.BadRequest, "id-malformed", "operation");
        using var reader = api.As((await api.NewKey(id, "work:read")).Key);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.Post($"{jobs}:cancel?inBackground=true", "{}")).Status);
    }

    [Fact]
    public async Task A_queue_is_paused_bounded_and_resumed()
    {
        using var api = await fixture.Operator();
        var id = await api.NewCorporation();
        using var worker = api.As((await api.NewKey(id, "workers:lease")).Key);
        var corporation = $"/api/v1/corporations/{id}";
        await api.Post($"{corporation}/jobs", Label);
        var queue = $"{corporation}/queues/labels";

        Assert.Equal(("false", "null", "1", "1", "0"), Shown(await api.Get(queue)));
        Assert.Equal("true", (await api.Post($"{queue}/pause")).Is(HttpStatusCode.OK).Text("paused"));
        Assert.Equal("4", (await api.Put(queue, """{"parallel":4}""")).Is(HttpStatusCode.OK).Text("parallel"));
        (await api.Put(queue, """{"parallel":0}""")).IsProblem(HttpStatusCode.BadRequest, "parallel-out-of-range", "parallel");
        (await api.Put(queue, "{}")).IsProblem(HttpStatusCode.BadRequest, "member-invalid", "parallel");
        Assert.Equal("[]", (await worker.Post("/api/v1/workers/lease", """{"kinds":["label"]}""")).Is(HttpStatusCode.OK).Text("jobs"));
        Assert.Equal("null", (await api.Put(queue, """{"parallel":null}""")).Is(HttpStatusCode.OK).Text("parallel"));
        Assert.Equal("false", (await api.Post($"{queue}/resume")).Is(HttpStatusCode.OK).Text("paused"));
        Assert.Equal("labels", Assert.Single((await api.Get($"{corporation}/queues")).Json("items").EnumerateArray()).GetProperty("name").GetString());
        (await api.Get($"{corporation}/queues/none")).IsProblem(HttpStatusCode.NotFound, "queue-unknown", "name");

        static (string?, string?, string?, string?, string?) Shown(ApiResult it) =>
            (it.Text("paused"), it.Text("parallel"), it.Text("waiting"), it.Text("due"), it.Text("running"));
    }

    [Theory]
    [InlineData("""{"queue":"q","kind":"label"}""", "member-invalid", "payload")]
    [InlineData("""{"queue":"Q!","kind":"label","payload":1}""", "queue-malformed", "queue")]
    [InlineData("""{"queue":"q","kind":"http","payload":{}}""", "job-payload", "payload.url")]
    [InlineData("""{"queue":"q","kind":"label","payload":1,"priority":10}""", "priority-out-of-range", "priority")]
    [InlineData("""{"queue":"q","kind":"label","payload":1,"dueAt":"2999-01-01T00:00:00Z"}""", "due-too-far", "dueAt")]
    [InlineData("""{"queue":"q","kind":"label","payload":1,"dedupekey":"a"}""", "member-unknown", "dedupekey")]
    [InlineData("""{"queue":"q","kind":"label","payload":{"a":1,"a":2}}""", "member-invalid", "payload.a")]
    public async Task What_is_no_job_is_refused_with_field_and_rule(string body, string code, string field)
    {
        using var api = await fixture.Operator();

        (await api.Post($"/api/v1/corporations/{await api.NewCorporation()}/jobs", body)).IsProblem(HttpStatusCode.BadRequest, code, field);
    }

    [Fact]
    public async Task A_key_does_what_its_scopes_say_in_its_own_corporation()
    {
        using var api = await fixture.Operator();
        var (own, other) = (await api.NewCorporation(), await api.NewCorporation());
        using var reader = api.As((await api.NewKey(own, "work:read")).Key);
        using var writer = api.As((await api.NewKey(own, "work:write")).Key);
        var jobs = $"/api/v1/corporations/{own}/jobs";

        var job = (await writer.Post(jobs, Label)).Is(HttpStatusCode.Created)["Location"]!;
        (await reader.Get(job)).Is(HttpStatusCode.OK);
        (await reader.Get(jobs)).Is(HttpStatusCode.OK);
        (await reader.Get($"/api/v1/corporations/{own}/queues")).Is(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.Post(jobs, Label)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.Post($"{job}/cancel")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await writer.Get(job)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await writer.Post("/api/v1/workers/lease", """{"kinds":["label"]}""")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.Get("/api/v1/work/overview")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await writer.Post($"/api/v1/corporations/{other}/jobs", Label)).Status);
        (await reader.Get($"{jobs}/none")).IsProblem(HttpStatusCode.NotFound, "job-unknown", "job");
        (await reader.Get($"{jobs}/No!")).IsProblem(HttpStatusCode.BadRequest, "id-malformed", "job");
        (await reader.Get($"{jobs}?cursor=~")).IsProblem(HttpStatusCode.BadRequest, "cursor-malformed", "cursor");
        (await reader.Get($"{jobs}?state=lost")).IsProblem(HttpStatusCode.BadRequest, "query-invalid", "state");
    }

    private static async Task<int> All(Api api, string path)
    {
        var (done, cursor) = (0, "null");
        do
        {
            var from = cursor is "null" ? "" : $",\"cursor\":\"{cursor}\"";
            var part = (await api.Post(path, $$"""{"kind":"label"{{from}}}""")).Is(HttpStatusCode.OK);
            done += part.Json("done").GetArrayLength();
            cursor = part.Text("next")!;
        }
        while (cursor is not "null");
        return done;
    }
}
