using System.Net;
using Adilas.Hosts;

namespace Adilas.ApiTests;

public sealed class ScheduleApiTests(StandaloneFixture fixture)
{
    private const string Nightly = """
        {"cron":"30 2 * * *","zone":"Europe/Berlin","queue":"nightly","kind":"noop","payload":{"a":[1]},"catchUp":"runAll","overlap":"queue"}
        """;

    [Fact]
    public async Task A_schedule_is_set_read_changed_by_version_and_removed()
    {
        using var api = await fixture.Operator();
        var all = $"/api/v1/corporations/{await api.NewCorporation()}/schedules";
        var path = $"{all}/nightly";
        (await api.Get(path)).IsProblem(HttpStatusCode.NotFound, "schedule-unknown", "name");

        var set = (await api.Put(path, Nightly)).Is(HttpStatusCode.OK);
        Assert.Equal(("\"1\"", "nightly", "runAll", "10", "none", "key:operator"), (set["ETag"], set.Text("name"), set.Text("catchUp"), set.Text("catchUpLimit"), set.Text("hold"), set.Text("changedBy")));
        (await api.Put(path, Nightly)).Is(HttpStatusCode.OK);
        (await api.Put(path, Nightly.Replace("30 2", "45 2", StringComparison.Ordinal))).IsProblem(HttpStatusCode.PreconditionRequired, "if-match-required", "If-Match");
        (await api.Put(path, Nightly, ("If-Match", "\"7\""))).IsProblem(HttpStatusCode.PreconditionFailed, "version-stale", "If-Match");
        var changed = (await api.Put(path, Nightly.Replace("30 2", "45 2", StringComparison.Ordinal), ("If-Match", "\"1\""))).Is(HttpStatusCode.OK);
        Assert.Equal("\"2\"", changed["ETag"]);

        var shown = (await api.Get(path)).Is(HttpStatusCode.OK);
        Assert.Equal(("45 2 * * *", """{"a":[1]}""", 5), (shown.Text("cron"), shown.Text("payload"), shown.Json("upcoming").GetArrayLength()));
        var line = Assert.Single((await api.Get(all)).Is(HttpStatusCode.OK).Json("items").EnumerateArray());
        Assert.Equal("Europe/Berlin", line.GetProperty("zone").GetString());
        (await api.Delete(path, ("If-Match", "\"1\""))).IsProblem(HttpStatusCode.PreconditionFailed, "version-stale", "If-Match");
        (await api.Delete(path)).Is(HttpStatusCode.OK);
        Assert.Equal("[]", (await api.Get(all)).Text("items"));
    }

    [Theory]
    [InlineData("""{"cron":"61 * * * *","queue":"q","kind":"noop"}""", "cron-malformed", "cron")]
    [InlineData("""{"cron":"0 0 * * *","zone":"Mars/Base","queue":"q","kind":"noop"}""", "zone-unknown", "zone")]
    [InlineData("""{"everySeconds":0,"queue":"q","kind":"noop"}""", "interval-out-of-range", "everySeconds")]
    [InlineData("""{"everySeconds":9223372036854775807,"queue":"q","kind":"noop"}""", "interval-out-of-range", "everySeconds")]
    [InlineData("""{"queue":"q","kind":"noop"}""", "timing-missing", "cron")]
    [InlineData("""{"everySeconds":60,"queue":"Q!","kind":"noop"}""", "queue-malformed", "queue")]
    [InlineData("""{"at":"2020-01-01T00:00:00Z","queue":"q","kind":"noop"}""", "at-past", "at")]
    [InlineData("""{"everySeconds":60,"queue":"q"}""", "member-invalid", "kind")]
    public async Task What_is_no_schedule_is_refused_with_field_and_rule(string body, string code, string field)
    {
        using var api = await fixture.Operator();

        (await api.Put($"/api/v1/corporations/{await api.NewCorporation()}/schedules/nightly", body)).IsProblem(HttpStatusCode.BadRequest, code, field);
    }

    [Fact]
    public async Task A_preview_shows_what_clocks_do_and_stores_nothing()
    {
        using var api = await fixture.Operator();
        var all = $"/api/v1/corporations/{await api.NewCorporation()}/schedules";

        var preview = (await api.Post($"{all}:preview", """{"cron":"30 2 29 3 *","zone":"Europe/Berlin","from":"2037-01-01T00:00:00Z","queue":"q","kind":"noop"}"""))
            .Is(HttpStatusCode.OK).Json("times")[0];

        Assert.Equal(
            ("2037-03-29T01:00:00Z", "2037-03-29T03:00:00+02:00", "afterGap"),
            (preview.GetProperty("at").GetString(), preview.GetProperty("local").GetString(), preview.GetProperty("note").GetString()));
        Assert.Equal("[]", (await api.Get(all)).Text("items"));
    }

    [Fact]
    public async Task It_runs_by_itself_and_by_hand_and_says_so()
    {
        using var api = await fixture.Operator();
        var path = $"/api/v1/corporations/{await api.NewCorporation()}/schedules/often";
        (await api.Put(path, """{"everySeconds":1,"queue":"q","kind":"noop"}""")).Is(HttpStatusCode.OK);

        var byHand = (await api.Post($"{path}/run")).Is(HttpStatusCode.OK);
        var runs = await api.Until("it ran", $"{path}/runs?limit=200", answer => answer.Text("items")!.Contains("started", StringComparison.Ordinal));

        Assert.Equal("byHand", byHand.Text("result"));
        Assert.Contains(byHand.Text("dueAt")!, runs.Text("items"), StringComparison.Ordinal);
        (await api.Delete(path)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_key_of_another_corporation_or_without_the_scope_gets_nothing()
    {
        using var api = await fixture.Operator();
        var (own, other) = (await api.NewCorporation(), await api.NewCorporation());
        using var reader = api.As((await api.NewKey(own, "work:read")).Key);

        (await reader.Get($"/api/v1/corporations/{own}/schedules")).Is(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.Put($"/api/v1/corporations/{own}/schedules/nightly", Nightly)).Status);
        (await reader.Get($"/api/v1/corporations/{other}/schedules")).IsProblem(HttpStatusCode.Forbidden, "forbidden");
    }
}
