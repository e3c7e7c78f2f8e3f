using System.Net;
using Adilas.Hosts;

namespace Adilas.ApiTests;

public sealed class WorkerApiTests(StandaloneFixture fixture)
{
    private const string Lease = "/api/v1/workers/lease";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_worker_takes_a_job_tells_of_it_and_ends_it(bool isOwn)
    {
        using var api = await fixture.Operator();
        var (id, kind) = (await api.NewCorporation(), StandaloneFixture.NewId("k"));
        using var worker = api.As((await api.NewKey(isOwn ? id : null, "workers:lease")).Key);
        var waiting = worker.Post(Lease, $$"""{"kinds":["none","{{kind}}"],"max":2,"waitSeconds":20,"worker":"printer-1"}""");
        await Task.Delay(300, TestContext.Current.CancellationToken);
        var job = await Order(api, id, kind);

        var leased = (await waiting).Is(HttpStatusCode.OK);
        var given = Assert.Single(leased.Json("jobs").EnumerateArray());
        var token = given.GetProperty("token").GetString()!;
        Assert.Equal((id, kind, "{\"order\":7}", 1), (given.GetProperty("corporation").GetString()!, given.GetProperty("kind").GetString()!, given.GetProperty("payload").GetRawText(), given.GetProperty("attempt").GetInt32()));
        var path = $"/api/v1/workers/jobs/{token}";
        (await worker.Post($"{path}/heartbeat", """{"leaseSeconds":60}""")).Is(HttpStatusCode.OK);
        (await worker.Post($"{path}/progress", """{"percent":40,"note":"4 of 10"}""")).Is(HttpStatusCode.OK);
        var running = await api.Get(job);
        Assert.Equal(("running", "40", "4 of 10", "printer-1"), (running.Text("state"), running.Text("progress"), running.Text("note"), running.Text("worker")));

        (await worker.Post($"{path}/complete", """{"result":{"pages":10}}""")).Is(HttpStatusCode.NoContent);
        var done = await api.Get(job);
        Assert.Equal(("succeeded", """{"pages":10}"""), (done.Text("state"), done.Text("result")));
        (await worker.Post($"{path}/heartbeat", "{}")).IsProblem(HttpStatusCode.Conflict, "attempt-stale", "token");
        (await worker.Post($"{path}/complete", "{}")).IsProblem(HttpStatusCode.Conflict, "attempt-stale", "token");
        (await worker.Post($"{path}/fail", """{"code":"late"}""")).IsProblem(HttpStatusCode.Conflict, "attempt-stale", "token");
    }

    [Fact]
    public async Task A_failure_is_tried_again_unless_it_is_final()
    {
        using var api = await fixture.Operator();
        var (id, kind) = (await api.NewCorporation(), StandaloneFixture.NewId("k"));
        var job = await Order(api, id, kind);
        using var worker = api.As((await api.NewKey(id, "workers:lease")).Key);
        var first = await Token(worker, kind);
        (await worker.Post($"{first}/fail", """{"code":"paper-out","message":"Tray 2 is empty.","retryAfterSeconds":60}""")).Is(HttpStatusCode.NoContent);
        var failed = await api.Get(job);
        Assert.Equal(("failed", "paper-out", "Tray 2 is empty."), (failed.Text("state"), failed.Text("failureCode"), failed.Text("failureMessage")));

        (await api.Post($"{job}/run")).Is(HttpStatusCode.OK);
        var second = await Token(worker, kind);
        Assert.EndsWith(".2", second, StringComparison.Ordinal);
        (await worker.Post($"{first}/heartbeat", "{}")).IsProblem(HttpStatusCode.Conflict, "attempt-stale", "token");
        (await worker.Post($"{second}/fail", """{"code":"paper-burnt","final":true}""")).Is(HttpStatusCode.NoContent);
        Assert.Equal("dead", (await api.Get(job)).Text("state"));
    }

    [Fact]
    public async Task No_worker_sees_what_is_anothers()
    {
        using var api = await fixture.Operator();
        var (id, kind) = (await api.NewCorporation(), StandaloneFixture.NewId("k"));
        await Order(api, id, kind);
        using var foreign = api.As((await api.NewKey(await api.NewCorporation(), "workers:lease")).Key);
        using var worker = api.As((await api.NewKey(id, "workers:lease")).Key);

        Assert.Equal("[]", (await foreign.Post(Lease, $$"""{"kinds":["{{kind}}"],"waitSeconds":1}""")).Is(HttpStatusCode.OK).Text("jobs"));
        var token = await Token(worker, kind);
        Assert.Equal(HttpStatusCode.Forbidden, (await foreign.Post($"{token}/complete", "{}")).Status);
        (await worker.Post($"{token}/complete", "{}")).Is(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Of_two_kinds_that_come_due_at_once_the_second_is_not_nobodys_for_seconds()
    {
        using var api = await fixture.Operator();
        var id = await api.NewCorporation();
        for (var round = 0; round < 4; round++)
        {
            var kinds = new[] { StandaloneFixture.NewId("k"), StandaloneFixture.NewId("k") };
            var dueAt = DateTimeOffset.UtcNow.AddSeconds(1);
            foreach (var kind in kinds)
            {
                var body = $$$"""{"queue":"q","kind":"{{{kind}}}","payload":{},"dueAt":"{{{dueAt:O}}}"}""";
                (await api.Post($"/api/v1/corporations/{id}/jobs", body)).Is(HttpStatusCode.Created);
            }

            for (var lease = 0; lease < 2; lease++)
            {
                var body = $$"""{"kinds":["{{kinds[0]}}","{{kinds[1]}}"],"waitSeconds":10}""";
                Assert.Single((await api.Post(Lease, body)).Is(HttpStatusCode.OK).Json("jobs").EnumerateArray());
            }

            Assert.InRange(DateTimeOffset.UtcNow - dueAt, TimeSpan.Zero, TimeSpan.FromSeconds(1.5));
        }
    }

    [Theory]
    [InlineData("""{"kinds":[]}""", "kinds-count", "kinds")]
    [InlineData("""{"kinds":[null]}""", "kind-malformed", "kinds")]
    [InlineData("""{"kinds":["a","http"]}""", "kind-built-in", "kinds")]
    [InlineData("""{"kinds":["~runtime"]}""", "kind-malformed", "kinds")]
    [InlineData("""{"kinds":["a"],"max":101}""", "max-out-of-range", "max")]
    [InlineData("""{"kinds":["a"],"waitSeconds":21}""", "wait-out-of-range", "waitSeconds")]
    [InlineData("""{"kinds":["a"],"leaseSeconds":2147483647}""", "lease-out-of-range", "leaseSeconds")]
    [InlineData("""{"kinds":["a"],"worker":""}""", "worker-malformed", "worker")]
    public async Task What_no_worker_may_ask_for_is_refused_with_field_and_rule(string body, string code, string field)
    {
        using var api = await fixture.Operator();

        (await api.Post(Lease, body)).IsProblem(HttpStatusCode.BadRequest, code, field);
    }

    [Theory]
    [InlineData("acme/heartbeat", "{}", "id-malformed", "token")]
    [InlineData("acme.j.x/complete", "{}", "id-malformed", "token")]
    [InlineData("acme.j.1/heartbeat", """{"leaseSeconds":0}""", "lease-out-of-range", "leaseSeconds")]
    [InlineData("acme.j.1/progress", """{"percent":101}""", "percent-out-of-range", "percent")]
    [InlineData("acme.j.1/fail", """{"code":"Not a code"}""", "code-malformed", "code")]
    [InlineData("acme.j.1/fail", """{"code":"a","retryAfterSeconds":-1}""", "retry-after-out-of-range", "retryAfterSeconds")]
    public async Task What_no_worker_may_say_is_refused_with_field_and_rule(string path, string body, string code, string field)
    {
        using var api = await fixture.Operator();

        (await api.Post($"/api/v1/workers/jobs/{path}", body)).IsProblem(HttpStatusCode.BadRequest, code, field);
    }

    private static async Task<string> Order(Api api, string corporation, string kind)
    {
        var body = $$$"""{"queue":"q","kind":"{{{kind}}}","payload":{"order":7}}""";
        return (await api.Post($"/api/v1/corporations/{corporation}/jobs", body)).Is(HttpStatusCode.Created)["Location"]!;
    }

    private static async Task<string> Token(Api worker, string kind)
    {
        var leased = (await worker.Post(Lease, $$"""{"kinds":["{{kind}}"],"waitSeconds":10}""")).Is(HttpStatusCode.OK);
        return $"/api/v1/workers/jobs/{Assert.Single(leased.Json("jobs").EnumerateArray()).GetProperty("token").GetString()}";
    }
}
