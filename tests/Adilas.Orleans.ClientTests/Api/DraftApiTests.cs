using System.Globalization;
using System.Net;
using Adilas.Hosts;

namespace Adilas.ApiTests;

public sealed class DraftApiTests(StandaloneFixture fixture)
{
    private const string Tax = """{"document":{"prices":{"tax":19}},"reason":"the new rate"}""";

    private readonly string name = $"theme:{StandaloneFixture.NewId("t")}";

    private string Scope => $"/api/v1/settings/{name}";

    [Fact]
    public async Task What_needs_a_second_person_goes_by_a_draft_that_another_approves()
    {
        using var api = await fixture.Operator();
        using var second = await Second(api);
        (await api.Patch(Scope, Tax)).IsProblem(HttpStatusCode.Conflict, "approval-required", "prices.tax");
        (await api.Put(Scope, Tax)).IsProblem(HttpStatusCode.Conflict, "approval-required", "prices.tax");
        (await api.Put($"{Scope}/values/prices.tax", """{"value":19}""")).IsProblem(HttpStatusCode.Conflict, "approval-required", "prices.tax");
        var dryRun = (await api.Patch($"{Scope}?dryRun=true", Tax)).Is(HttpStatusCode.OK);
        Assert.Equal("""["prices.tax"]""", dryRun.Text("needsApproval"));

        var made = (await api.Post($"{Scope}/drafts", Tax)).Is(HttpStatusCode.Created);
        Assert.Equal(("open", "merge", "\"1\"", "key:operator"), (made.Text("state"), made.Text("kind"), made["ETag"], made.Text("author")));
        var draft = made["Location"]!;
        Assert.Equal($"{Scope}/drafts/{made.Text("id")}", draft);
        var shown = (await api.Get(draft)).Is(HttpStatusCode.OK);
        Assert.Equal("""[{"path":"prices.tax","after":19}]""", shown.Text("changes"));
        Assert.Equal(("0", "null", """{"prices":{"tax":19}}"""), (shown.Text("corporations"), shown.Text("problem"), shown.Text("draft.document")));

        (await api.Post($"{draft}/approve")).IsProblem(HttpStatusCode.Forbidden, "approval-by-author");
        (await api.Post($"{draft}/apply")).IsProblem(HttpStatusCode.Conflict, "approval-required", "prices.tax");
        (await second.Post($"{draft}/approve", null, ("If-Match", "\"9\""))).IsProblem(HttpStatusCode.PreconditionFailed, "version-stale", "If-Match");
        Assert.Equal("approved", (await second.Post($"{draft}/approve", null, ("If-Match", made["ETag"]!))).Is(HttpStatusCode.OK).Text("state"));
        var applied = (await api.Post($"{draft}/apply")).Is(HttpStatusCode.OK);
        var again = (await second.Post($"{draft}/apply")).Is(HttpStatusCode.OK);

        Assert.Equal(("applied", $"{name}@1", $"{name}@1"), (applied.Text("state"), applied.Text("token"), again.Text("token")));
        var layer = await api.Get(Scope);
        Assert.Equal(("1", "key:operator", "the new rate"), (layer.Text("version"), layer.Text("actor"), layer.Text("reason")));
        (await api.Post($"{draft}/reject", """{"reason":"too late"}""")).IsProblem(HttpStatusCode.Conflict, "draft-ended");
    }

    [Fact]
    public async Task A_rejected_draft_says_why_and_a_changed_one_begins_anew()
    {
        using var api = await fixture.Operator();
        using var second = await Second(api);
        var draft = (await api.Post($"{Scope}/drafts", Tax)).Is(HttpStatusCode.Created)["Location"]!;

        (await second.Post($"{draft}/approve")).Is(HttpStatusCode.OK);
        var changed = (await second.Put(draft, """{"path":"prices.tax","value":20}""")).Is(HttpStatusCode.OK);
        Assert.Equal(("open", "value", "20", "null"), (changed.Text("state"), changed.Text("kind"), changed.Text("value"), changed.Text("approvedBy")));
        (await second.Post($"{draft}/reject", "{}")).IsProblem(HttpStatusCode.BadRequest, "member-invalid", "reason");
        (await second.Post($"{draft}/reject", """{"reason":" "}""")).IsProblem(HttpStatusCode.BadRequest, "reason-missing", "reason");
        var rejected = (await second.Post($"{draft}/reject", """{"reason":"not before the new year"}""")).Is(HttpStatusCode.OK);

        Assert.Equal(("rejected", "not before the new year"), (rejected.Text("state"), rejected.Text("note")));
        (await api.Put(draft, Tax)).IsProblem(HttpStatusCode.Conflict, "draft-ended");
        Assert.Equal(HttpStatusCode.NotFound, (await api.Get(Scope)).Status);
    }

    [Fact]
    public async Task A_list_shows_the_newest_first_page_by_page_and_by_state()
    {
        using var api = await fixture.Operator();
        var made = new List<string>();
        for (var number = 0; number < 5; number++)
            made.Insert(0, (await api.Post($"{Scope}/drafts", $$"""{"path":"custom.a","value":{{number}}}""")).Is(HttpStatusCode.Created).Text("id")!);
        await api.Post($"{Scope}/drafts/{made[1]}/withdraw");

        var (seen, cursor) = (new List<string>(), "");
        do
        {
            var page = (await api.Get($"{Scope}/drafts?limit=2&cursor={cursor}")).Is(HttpStatusCode.OK);
            seen.AddRange(page.Json("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
            cursor = page.Text("next")!;
        }
        while (cursor is not "null");

        Assert.Equal(made, seen);
        var withdrawn = await api.Get($"{Scope}/drafts?state=withdrawn");
        Assert.Equal([made[1]], withdrawn.Json("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()));
        (await api.Get($"{Scope}/drafts?state=lost")).IsProblem(HttpStatusCode.BadRequest, "query-invalid", "state");
        (await api.Get($"{Scope}/drafts?cursor=~")).IsProblem(HttpStatusCode.BadRequest, "cursor-malformed", "cursor");
        (await api.Get($"{Scope}/drafts/none")).IsProblem(HttpStatusCode.NotFound, "draft-unknown", "id");
        (await api.Post($"{Scope}/drafts/none/apply")).IsProblem(HttpStatusCode.NotFound, "draft-unknown");
        (await api.Get($"{Scope}/drafts/No!")).IsProblem(HttpStatusCode.BadRequest, "id-malformed", "id");
    }

    [Theory]
    [InlineData("put", "", """{"document":{"custom":{"a":1}},"reason":"as planned","effectiveAt":"TIME"}""")]
    [InlineData("patch", "", """{"document":{"custom":{"a":1}},"reason":"as planned","effectiveAt":"TIME"}""")]
    [InlineData("put", "/values/custom.a", """{"value":1,"reason":"as planned","effectiveAt":"TIME"}""")]
    public async Task A_scheduled_write_is_answered_with_a_draft_and_made_at_its_time(string method, string path, string body)
    {
        using var api = await fixture.Operator();
        var due = DateTimeOffset.UtcNow.AddSeconds(4);
        var json = body.Replace("TIME", due.ToString("O", CultureInfo.InvariantCulture), StringComparison.Ordinal);

        var accepted = (await api.Send(new HttpMethod(method.ToUpperInvariant()), Scope + path, json)).Is(HttpStatusCode.Accepted);
        Assert.Equal("scheduled", accepted.Text("state"));
        Assert.Equal(HttpStatusCode.NotFound, (await api.Get(Scope)).Status);

        var applied = await api.Until("the change is made", accepted["Location"]!, answer => answer.Text("draft.state") is "applied");
        Assert.InRange(applied.Json("draft.changedAt").GetDateTimeOffset() - due, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        var layer = await api.Get(Scope);
        Assert.Equal(("1", "key:operator", "as planned", """{"custom":{"a":1}}"""), (layer.Text("version"), layer.Text("actor"), layer.Text("reason"), layer.Text("document")));
    }

    [Theory]
    [InlineData("""{"document":[]}""", "member-invalid", "document")]
    [InlineData("{}", "member-invalid", "document")]
    [InlineData("""{"kind":"destroy","document":{}}""", "member-invalid", "kind")]
    [InlineData("""{"kind":"value","path":"custom.a"}""", "member-invalid", "value")]
    [InlineData("""{"kind":"value","value":1}""", "member-invalid", "path")]
    [InlineData("""{"path":"custom.a","value":1,"document":{}}""", "member-invalid", "document")]
    [InlineData("""{"kind":"merge","document":{},"value":1}""", "member-invalid", "value")]
    [InlineData("""{"document":{},"dokument":1}""", "member-unknown", "dokument")]
    [InlineData("""{"document":{"nothing":1}}""", "setting-unknown", "nothing")]
    [InlineData("""{"path":"a..b","value":1}""", "path-malformed", "path")]
    [InlineData("""{"document":{},"effectiveAt":"2020-01-01T00:00:00Z"}""", "effective-at-past", "effectiveAt")]
    [InlineData("""{"document":{},"effectiveAt":"2999-01-01T00:00:00Z"}""", "effective-at-far", "effectiveAt")]
    [InlineData("""{"document":{},"effectiveAt":"soon"}""", "member-invalid", "effectiveAt")]
    public async Task A_body_that_makes_no_draft_is_refused(string body, string code, string field)
    {
        using var api = await fixture.Operator();

        (await api.Post($"{Scope}/drafts", body)).IsProblem(HttpStatusCode.BadRequest, code, field);
        Assert.Equal("[]", (await api.Get($"{Scope}/drafts")).Text("items"));
    }

    [Fact]
    public async Task Within_a_corporation_drafts_of_others_are_out_of_reach()
    {
        using var api = await fixture.Operator();
        var (own, other) = (await api.NewCorporation(), await api.NewCorporation());
        using var member = (await fixture.Host).As((await api.NewKey(own, "settings:read", "settings:write")).Key);
        using var reader = (await fixture.Host).As((await api.NewKey(own, "settings:read")).Key);

        var draft = (await member.Post($"/api/v1/settings/corporation:{own}/drafts", Tax)).Is(HttpStatusCode.Created)["Location"]!;
        (await reader.Get(draft)).Is(HttpStatusCode.OK);
        Assert.Equal("""[{"path":"prices.tax","before":0,"after":19}]""", (await reader.Get(draft)).Text("changes"));
        (await reader.Post($"{draft}/approve")).IsProblem(HttpStatusCode.Forbidden, "permission-missing");
        (await api.Post($"{draft}/approve")).Is(HttpStatusCode.OK);
        (await member.Post($"/api/v1/settings/corporation:{other}/drafts", Tax)).IsProblem(HttpStatusCode.Forbidden, "forbidden");
        (await member.Get("/api/v1/settings/system/drafts")).IsProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    private async Task<Api> Second(Api api) => (await fixture.Host).As((await api.NewKey(null, "settings:read", "settings:write")).Key);
}
