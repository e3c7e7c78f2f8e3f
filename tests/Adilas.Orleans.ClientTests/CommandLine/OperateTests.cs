namespace Adilas.CommandLine;

public sealed class OperateTests
{
    [Fact]
    public async Task A_new_key_stands_alone_on_standard_output_and_the_warning_beside_it()
    {
        await using var api = await FakeApi.Start(Answers.Json("""{"id":"k1","key":"ak_k1_s3cret","name":"robot"}""", status: 201));
        string[] options = ["--scope", "audit:read,keys:read", "--scope", "work:write", "--expires-at", "2027-01-01"];
        var result = await CommandRun.Once(api, ["key", "create", "bot", "--corporation", "acme", .. options]);

        Assert.Equal("ak_k1_s3cret\n", result.Out);
        Assert.Contains("only time that the key k1 is shown", result.Err);
        Assert.DoesNotContain("s3cret", result.Err);
        Assert.Equal(
            """{"name":"bot","corporation":"acme","scopes":["audit:read","keys:read","work:write"],"expiresAt":"2027-01-01T00:00:00Z"}""",
            api.Only.Body);
    }

    [Fact]
    public async Task Rotate_hands_out_the_new_key_and_revoke_takes_it_away()
    {
        await using var api = await FakeApi.Start(Answers.Json("""{"id":"acme.k1","key":"new-s3cret"}"""), Answers.Nothing(204));
        var rotated = await CommandRun.Once(api, "key", "rotate", "acme.k1");
        var revoked = await CommandRun.Once(api, "key", "revoke", "acme.k1", "--yes");

        Assert.Equal("new-s3cret\n", rotated.Out);
        Assert.Equal((0, ""), (revoked.ExitCode, revoked.Out));
        Assert.Equal(["POST /api/v1/api-keys/acme.k1/rotate", "DELETE /api/v1/api-keys/acme.k1"], api.Asked);
    }

    [Fact]
    public async Task Keys_are_listed_without_secrets()
    {
        await using var api = await FakeApi.Start(Answers.Page(
            """{"id":"acme.k1","name":"bot","corporation":"acme","scopes":["work:read","work:write"],"createdAt":"2026-03-01"}"""));
        var result = await CommandRun.Once(api, "key", "list", "--corporation", "acme");

        Assert.Equal("acme.k1\tbot\tacme\twork:read,work:write\t2026-03-01\t\t\t\n", result.Out);
        Assert.Equal(["GET /api/v1/api-keys?corporation=acme&limit=50"], api.Asked);
    }

    [Fact]
    public async Task Stacks_are_added_listed_and_shown()
    {
        const string Data1 = """{"id":"data1","kind":"shared","capacity":{"corporations":1000},"corporations":3}""";
        await using var api = await FakeApi.Start(
            Answers.Json(Data1), Answers.Page(Data1), Answers.Page("""{"id":"data0"}""", next: "data0"), Answers.Page(Data1));
        await CommandRun.Once(api, "stack", "add", "data1", "--corporations", "1000");
        var listed = await CommandRun.Once(api, "stacks", "list");
        var shown = await CommandRun.Once(api, "stack", "show", "data1");
        var missing = await CommandRun.Once(api, "stack", "show", "data9");

        Assert.Equal("""{"id":"data1","capacity":{"corporations":1000},"kind":"shared"}""", api.Seen[0].Body);
        Assert.Equal("data1\tshared\t1000\t3\t\n", listed.Out);
        Assert.Equal("id\tdata1\nkind\tshared\ncapacity.corporations\t1000\ncorporations\t3\n", shown.Out);
        Assert.Equal(3, missing.ExitCode);
    }

    [Fact]
    public async Task A_stack_is_maintained_until_a_time_and_that_is_ended()
    {
        const string Held = """{"id":"data1","maintenance":{"until":"2026-01-02T03:04:05Z"}}""";
        await using var api = await FakeApi.Start(Answers.Json(Held), Answers.Json("""{"id":"data1"}"""));
        var set = await CommandRun.Once(api, "stacks", "maintenance", "set", "data1", "--until", "2026-01-02 03:04:05", "--reason", "new disks");
        var ended = await CommandRun.Once(api, "stacks", "maintenance", "end", "data1");

        Assert.Equal((0, 0), (set.ExitCode, ended.ExitCode));
        Assert.Equal(["PUT /api/v1/stacks/data1/maintenance", "DELETE /api/v1/stacks/data1/maintenance"], api.Asked);
        Assert.Equal("""{"until":"2026-01-02T03:04:05Z","reason":"new disks"}""", api.Seen[0].Body);
    }

    [Theory]
    [InlineData("[]", 0, "")]
    [InlineData("""[{"kind":"database","name":"corp_x","reason":"Not allocated."}]""", 1, "database\tcorp_x\tNot allocated.\n")]
    public async Task A_census_with_orphans_fails(string orphans, int exitCode, string expected)
    {
        var census = $$"""{"databases":3,"databaseUsers":2,"buckets":1,"orphans":{{orphans}}}""";
        await using var api = await FakeApi.Start(Answers.Json(census));
        var result = await CommandRun.Once(api, "census");

        Assert.Equal((exitCode, expected), (result.ExitCode, result.Out));
        Assert.Contains("databases 3, database users 2, buckets 1", result.Err);
    }

    [Fact]
    public async Task An_answer_that_is_no_census_is_not_taken_for_a_clean_one()
    {
        await using var api = await FakeApi.Start(Answers.Json("{}"));
        var result = await CommandRun.Once(api, "census", "--json");

        Assert.Equal((1, ""), (result.ExitCode, result.Out));
        Assert.Contains("no census", result.Err);
    }

    [Fact]
    public async Task Health_shows_both_checks_and_fails_unless_ready()
    {
        await using var api = await FakeApi.Start(
            Answers.Json("""{"status":"live"}"""), Answers.Problem(503, "The cluster does not answer.", "not-ready", retryAfter: "30"));
        var result = await CommandRun.Once(api, "health");

        Assert.Equal((6, "live\t200\tlive\nready\t503\tThe cluster does not answer.\n"), (result.ExitCode, result.Out));
        Assert.Equal(["GET /health/live", "GET /health/ready"], api.Asked);
    }

    [Fact]
    public async Task Version_tells_of_the_server_too_even_when_it_refuses()
    {
        await using var api = await FakeApi.Start(Answers.Nothing(401, ("Api-Version", "1.0.0")));
        var result = await CommandRun.Once(api, "version");

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("program\t0.", result.Out);
        Assert.EndsWith("server\t1.0.0\n", result.Out);
    }
}
