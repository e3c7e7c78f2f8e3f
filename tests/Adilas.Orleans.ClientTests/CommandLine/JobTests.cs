namespace Adilas.CommandLine;

public sealed class JobTests
{
    private const string Job = """{"id":"1m8abc","state":"due","queue":"q","kind":"label","dueAt":"2026-01-01T00:00:00Z","attempt":0,"maxAttempts":5}""";

    [Fact]
    public async Task A_job_is_ordered_and_its_id_printed()
    {
        await using var api = await FakeApi.Start(Answers.Json("""{"id":"1m8abc","isNew":true}""", 201), Answers.Json("""{"id":"1m8abc","isNew":false}"""));
        var result = await CommandRun.Once(
            api, "jobs", "add", "acme", "label", "--queue", "labels", "--payload", """{"order":7}""", "--due-at", "2030-01-01", "--dedupe-key", "o7",
            "--priority", "9");
        var again = await CommandRun.Once(api, "jobs", "add", "acme", "label");

        Assert.Equal((0, "1m8abc\n", ""), (result.ExitCode, result.Out, result.Err));
        Assert.Equal("POST /api/v1/corporations/acme/jobs", api.Seen[0].ToString());
        Assert.Equal(
            """{"queue":"labels","kind":"label","payload":{"order":7},"dueAt":"2030-01-01T00:00:00Z","dedupeKey":"o7","priority":9}""", api.Seen[0].Body);
        Assert.Equal("""{"queue":"default","kind":"label","payload":{}}""", api.Seen[1].Body);
        Assert.Equal("A job with this dedupe key has not ended; this is it.\n", again.Err);
    }

    [Fact]
    public async Task Jobs_are_listed_by_filter()
    {
        await using var api = await FakeApi.Start(Answers.Page(Job));
        var result = await CommandRun.Once(api, "jobs", "list", "acme", "--state", "due", "--kind", "label", "--queue", "q", "--from", "2026-01-01");

        Assert.Equal("1m8abc\tdue\tq\tlabel\t2026-01-01T00:00:00Z\t0\t5\t\t\t\n", result.Out);
        Assert.StartsWith(
            "/api/v1/corporations/acme/jobs?state=due&kind=label&queue=q&from=2026-01-01T00%3A00%3A00Z&", api.Only.Target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jobs/1m8abc/cancel", "", "cancel", "acme", "1m8abc")]
    [InlineData("jobs/1m8abc/run", "", "run", "acme", "1m8abc")]
    [InlineData("jobs/1m8abc/retry", "", "retry", "acme", "1m8abc")]
    [InlineData("jobs/1m8abc/approve", "", "approve", "acme", "1m8abc")]
    [InlineData("jobs/1m8abc/reject", """{"reason":"no"}""", "reject", "acme", "1m8abc", "--reason", "no")]
    [InlineData("jobs/1m8abc/reschedule", """{"dueAt":"2030-01-01T00:00:00Z"}""", "reschedule", "acme", "1m8abc", "2030-01-01")]
    public async Task A_job_is_moved_and_its_state_printed(string path, string body, params string[] words)
    {
        await using var api = await FakeApi.Start(Answers.Json(Job));
        var result = await CommandRun.Once(api, ["jobs", .. words]);

        Assert.Equal((0, "due\n"), (result.ExitCode, result.Out));
        Assert.Equal(($"POST /api/v1/corporations/acme/{path}", body), (api.Only.ToString(), api.Only.Body));
    }

    [Fact]
    public async Task Many_are_counted_first_and_then_cancelled_part_by_part()
    {
        await using var api = await FakeApi.Start(
            Answers.Json("""{"count":3}"""),
            Answers.Json("""{"done":["a","b"],"skipped":[],"next":"b"}"""),
            Answers.Json("""{"done":["c"],"skipped":["d"],"next":null,"reasons":[{"id":"d","code":"job-state"}]}"""));
        var result = await CommandRun.Once(api, "jobs", "cancel", "acme", "--all", "--kind", "label", "--yes");

        Assert.Equal((7, "3\n", "2 of 3\n1 were left as they are: 1 job-state\n"), (result.ExitCode, result.Out, result.Err));
        Assert.Equal("/api/v1/corporations/acme/jobs:cancel?dryRun=true", api.Seen[0].Target);
        Assert.Equal(
            ["""{"kind":"label"}""", """{"kind":"label"}""", """{"kind":"label","cursor":"b"}"""], api.Seen.Select(seen => seen.Body));
    }

    [Fact]
    public async Task Many_are_left_alone_when_nobody_agrees()
    {
        await using var api = await FakeApi.Start(Answers.Json("""{"count":3}"""));
        var result = await CommandRun.Once(api, "jobs", "retry", "acme", "--all");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("This would retry 3 jobs of acme.", result.Err, StringComparison.Ordinal);
        Assert.EndsWith("?dryRun=true", api.Only.Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_are_left_to_the_server_and_followed()
    {
        await using var api = await FakeApi.Start(
            Answers.Json("""{"count":3}"""),
            Answers.Json("""{"id":"b1","state":"running"}""", 202),
            Answers.Json("""{"id":"b1","state":"running","done":1,"skipped":0,"expected":3}"""),
            Answers.Json("""{"id":"b1","state":"finished","done":2,"skipped":1,"expected":3}"""),
            Answers.Page("""{"id":"b1","verb":"retry","state":"finished","done":2,"skipped":1,"expected":3,"orderedBy":"key:operator","orderedAt":"2026-01-01T00:00:00Z"}"""),
            Answers.Json("""{"id":"b1","state":"stopped"}"""));
        var begun = await CommandRun.Once(api, "jobs", "retry", "acme", "--all", "--state", "dead", "--background", "--yes");
        var followed = await CommandRun.Once(api, "jobs", "bulk", "show", "acme", "b1", "--watch");
        var listed = await CommandRun.Once(api, "jobs", "bulk", "list", "acme");
        var stopped = await CommandRun.Once(api, "jobs", "bulk", "stop", "acme", "b1");

        Assert.Equal((0, "b1\n"), (begun.ExitCode, begun.Out));
        Assert.Equal(("/api/v1/corporations/acme/jobs:retry?inBackground=true", """{"state":"dead"}"""), (api.Seen[1].Target, api.Seen[1].Body));
        Assert.Equal((7, "2\n", "1 of 3\n1 were left as they are; 'jobs bulk show' names them.\n"), (followed.ExitCode, followed.Out, followed.Err));
        Assert.Equal("b1\tretry\tfinished\t2\t1\t3\tkey:operator\t2026-01-01T00:00:00Z\n", listed.Out);
        Assert.Equal((0, "stopped\n", "POST /api/v1/corporations/acme/bulk/b1/stop"), (stopped.ExitCode, stopped.Out, api.Seen[^1].ToString()));
    }

    [Theory]
    [InlineData("pause")]
    [InlineData("resume")]
    public async Task A_queue_is_paused_and_resumed(string verb)
    {
        await using var api = await FakeApi.Start(Answers.Json("""{"name":"q","paused":true}"""));
        var result = await CommandRun.Once(api, "jobs", verb, "acme", "q");

        Assert.Equal((0, "name\tq\npaused\ttrue\n"), (result.ExitCode, result.Out));
        Assert.Equal($"POST /api/v1/corporations/acme/queues/q/{verb}", api.Only.ToString());
    }

    [Theory]
    [InlineData("cancel", "acme")]
    [InlineData("cancel", "acme", "1m8abc", "--all")]
    [InlineData("cancel", "acme", "1m8abc", "--kind", "label")]
    [InlineData("cancel", "acme", "1m8abc", "--background")]
    [InlineData("list", "acme", "--state", "lost")]
    [InlineData("add", "acme", "label", "--payload", "{")]
    [InlineData("add", "acme", "label", "--priority", "10")]
    [InlineData("reschedule", "acme", "1m8abc", "soon")]
    [InlineData("run", "acme", "..")]
    public async Task A_wrong_line_is_told_so_before_anything_is_sent(params string[] words)
    {
        await using var api = await FakeApi.Start();
        var result = await CommandRun.Once(api, ["jobs", .. words]);

        Assert.Equal(2, result.ExitCode);
        Assert.Empty(api.Seen);
    }
}
