using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Adilas.Hosts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Adilas.Pages;

/// <summary>A corporation's work as a person goes about it: queues, jobs, one job, many jobs, and what waits for all corporations.</summary>
public sealed class WorkPagesTests(BrowserFixture chromium, StandaloneFixture standalone) : PageTests(chromium, standalone)
{
    private const string Rows = ".rz-data-row";

    [Fact]
    public async Task A_queue_is_paused_with_a_way_back_and_bounded()
    {
        using var api = await Standalone.Operator();
        var id = await api.NewCorporation();
        await Order(api, id, "label", "labels");
        await using var panel = await Operator();
        await panel.Go($"/operate/corporations/{id}/work");
        var queue = panel.Page.GetByRole(AriaRole.Region, new() { Name = "Queues" }).Locator(Rows);
        await Expect(queue).ToContainTextAsync("labels");
        await Expect(queue).ToContainTextAsync("Open");

        await panel.Button("Pause labels").ClickAsync();
        await Expect(queue).ToContainTextAsync("Paused");
        Assert.Equal("true", (await api.Get($"/api/v1/corporations/{id}/queues/labels")).Text("paused"));
        await panel.Button("Undo").ClickAsync();
        await Expect(queue).ToContainTextAsync("Open");

        await panel.Button("Bound… labels").ClickAsync();
        await panel.OpenDialog.GetByLabel("At most").FillAsync("0");
        await panel.Button("Set the bound").ClickAsync();
        await Expect(panel.OpenDialog.GetByLabel("At most")).ToHaveAttributeAsync("aria-invalid", "true");
        await panel.OpenDialog.GetByLabel("At most").FillAsync("4");
        Assert.Empty(await panel.Findings());
        await panel.Button("Set the bound").ClickAsync();
        await Expect(queue).ToContainTextAsync("0 of at most 4");
    }

    [Fact]
    public async Task The_filter_of_jobs_is_in_the_address_and_newer_jobs_wait_behind_a_button()
    {
        using var api = await Standalone.Operator();
        var id = await api.NewCorporation();
        var first = await Order(api, id, "label", "labels");
        await Order(api, id, "other", "others");
        await using var panel = await Operator();
        await panel.Go($"/operate/corporations/{id}/work");
        var jobs = Jobs(panel);
        await Expect(jobs).ToHaveCountAsync(2);

        await panel.Field("State", exact: true).SelectOptionAsync("due");
        await panel.Field("Kind", exact: true).FillAsync("label");
        await panel.Page.Keyboard.PressAsync("Enter");
        await Expect(panel.Page).ToHaveURLAsync(new Regex("state=due&kind=label$"));
        await Expect(jobs).ToHaveCountAsync(1);
        await using var colleague = await Operator();
        await colleague.Go(panel.Page.Url);
        await Expect(Jobs(colleague)).ToHaveCountAsync(1);
        await Expect(Jobs(colleague)).ToContainTextAsync(first);

        await Order(api, id, "label", "labels");
        await Expect(panel.Button("Show a newer job")).ToBeVisibleAsync();
        await Expect(jobs).ToHaveCountAsync(1);
        await panel.Button("Show a newer job").ClickAsync();
        await Expect(jobs).ToHaveCountAsync(2);

        await api.Post($"/api/v1/corporations/{id}/jobs/{first}/cancel");
        await Expect(jobs).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_job_is_ordered_with_errors_at_their_fields_and_shown_at_its_own_address()
    {
        using var api = await Standalone.Operator();
        var id = await api.NewCorporation();
        await using var panel = await Operator();
        await panel.Go($"/operate/corporations/{id}/work");
        await panel.Sees("No jobs yet");

        await panel.Button("New job").ClickAsync();
        await panel.OpenDialog.GetByLabel("Kind").FillAsync("http");
        await panel.OpenDialog.GetByLabel("Payload").FillAsync("{");
        await panel.Button("Order it").ClickAsync();
        await panel.Sees("This is not JSON.");
        await panel.OpenDialog.GetByLabel("Payload").FillAsync("{}");
        await panel.Button("Order it").ClickAsync();
        await Expect(panel.OpenDialog.GetByLabel("Payload")).ToHaveAttributeAsync("aria-invalid", "true");
        Assert.Empty(await panel.Findings());
        await panel.OpenDialog.GetByLabel("Kind").FillAsync("noop");
        await panel.Button("Order it").ClickAsync();

        await Expect(panel.Page).ToHaveURLAsync(new Regex($"/operate/corporations/{id}/jobs/[0-9a-z]+$"));
        await Expect(panel.Page.Locator(".badge", new() { HasText = "Succeeded" }).First).ToBeVisibleAsync();
        await Expect(panel.Page.GetByRole(AriaRole.Region, new() { Name = "Attempts" })).ToContainTextAsync("by silo");
    }

    [Fact]
    public async Task What_the_state_allows_is_done_to_a_job_with_a_way_back()
    {
        using var api = await Standalone.Operator();
        var id = await api.NewCorporation();
        var due = DateTime.UtcNow.AddDays(2).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var job = await Order(api, id, "label", "labels", $",\"dueAt\":\"{due}\"");
        await using var panel = await Operator();
        await panel.Go($"/operate/corporations/{id}/jobs/{job}");
        await State(panel, "Waiting");

        await panel.Button("Cancel job").ClickAsync();
        await State(panel, "Cancelled");
        await panel.Button("Undo").ClickAsync();
        await State(panel, "Waiting");
        Assert.StartsWith(due[..16], (await api.Get($"/api/v1/corporations/{id}/jobs/{job}")).Text("nextAt"), StringComparison.Ordinal);

        await panel.Button("Run now").ClickAsync();
        await State(panel, "Due");
        await panel.Button("Reschedule…").ClickAsync();
        await panel.OpenDialog.GetByLabel("Not before, UTC").FillAsync("2999-01-01T00:00");
        await panel.Button("Reschedule").ClickAsync();
        await Expect(panel.OpenDialog.GetByLabel("Not before, UTC")).ToHaveAttributeAsync("aria-invalid", "true");
        await panel.OpenDialog.GetByLabel("Not before, UTC").FillAsync(due[..16]);
        await panel.Button("Reschedule").ClickAsync();
        await State(panel, "Waiting");
        await FitsNarrow(panel);
    }

    [Fact]
    public async Task A_second_person_approves_or_rejects_with_a_reason()
    {
        using var api = await Standalone.Operator();
        var id = await api.NewCorporation(settings: """{"work":{"approval":["payout"]}}""");
        using var other = api.As((await api.NewKey(id, "work:write")).Key);
        var own = await Order(api, id, "payout", "payouts");
        var job = await Order(other, id, "payout", "payouts");
        await using var panel = await Operator();
        await panel.Go($"/operate/corporations/{id}/jobs/{own}");
        await Expect(panel.Button("Approve")).ToBeDisabledAsync();

        await panel.Go($"/operate/corporations/{id}/jobs/{job}");
        await panel.Button("Reject…").ClickAsync();
        await panel.Button("Reject").ClickAsync();
        await panel.Sees("Say why.");
        await panel.Field("Reason").FillAsync("Too much");
        Assert.Empty(await panel.Findings());
        await panel.Button("Reject").ClickAsync();

        await State(panel, "Cancelled");
        await panel.Sees("Rejected by key:operator: Too much");
        await panel.Button("Retry").ClickAsync();
        await State(panel, "Awaits approval");
        await panel.Button("Approve").ClickAsync();
        await State(panel, "Due");
    }

    [Fact]
    public async Task Many_are_counted_first_and_cancelled_although_the_page_is_closed()
    {
        using var api = await Standalone.Operator();
        var id = await api.NewCorporation();
        var batch = string.Join(',', Enumerable.Range(0, 1000).Select(number => $$$"""{"queue":"labels","kind":"label","payload":{{{number}}} }"""));
        foreach (var part in Enumerable.Range(0, 3))
        {
            var key = ("Idempotency-Key", $"{id}-{part}");
            while ((await api.Post($"/api/v1/corporations/{id}/jobs:batch", $$"""{"jobs":[{{batch}}]}""", key)).Status is not HttpStatusCode.OK)
                await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        string address;
        await using (var panel = await Operator())
        {
            await panel.Go($"/operate/corporations/{id}/work?kind=label");
            await panel.Button("Cancel many…").ClickAsync();
            await panel.Sees("3,000 jobs");
            await Expect(panel.Button("Cancel 3,000 jobs")).ToBeDisabledAsync();
            await panel.OpenDialog.GetByLabel("Type the corporation's id").FillAsync(id);
            Assert.Empty(await panel.Findings());
            await panel.Button("Cancel 3,000 jobs").ClickAsync();
            await Expect(panel.Page).ToHaveURLAsync(new Regex("/bulk/"));
            address = panel.Page.Url;
        }

        await using var again = await Operator();
        await again.Go(address);
        await Expect(again.Page.Locator(".badge", new() { HasText = "Finished" })).ToBeVisibleAsync();
        await again.Sees("3,000 changed");
        await FitsNarrow(again);
        await again.Go($"/operate/corporations/{id}/work");
        await Expect(again.Page.GetByRole(AriaRole.Region, new() { Name = "Changes of many jobs" })).ToContainTextAsync("3,000 changed");
        Assert.Equal("0", (await api.Post($"/api/v1/corporations/{id}/jobs:cancel?dryRun=true", "{}")).Text("count"));
    }

    [Fact]
    public async Task Operators_see_what_waits_and_what_died_anywhere()
    {
        using var api = await Standalone.Operator();
        var id = await api.NewCorporation();
        var kind = StandaloneFixture.NewId("kind");
        await Order(api, id, kind, "labels");
        await Order(api, id, "sql", "reports", ",\"maxAttempts\":1", """{"script":"SELECT nothing FROM nowhere"}""");
        await api.Until("a job is dead", $"/api/v1/corporations/{id}/jobs?state=dead", answer => answer.Json("items").GetArrayLength() == 1);
        await using var panel = await Operator();

        await panel.Go("/operate/work");

        await Expect(panel.Page.GetByRole(AriaRole.Region, new() { Name = "Dispatchers with jobs due" })).ToContainTextAsync(kind);
        await Expect(panel.Page.GetByRole(AriaRole.Region, new() { Name = "Dead jobs, newest first" }).Locator("li", new() { HasText = id })).ToContainTextAsync("sql");
        await FitsNarrow(panel);
    }

    private static ILocator Jobs(Panel panel) => panel.Page.GetByRole(AriaRole.Region, new() { Name = "Jobs", Exact = true }).Locator(Rows);

    private static Task State(Panel panel, string name) => Expect(panel.Page.Locator(".head .badge")).ToContainTextAsync(name);

    private static async Task<string> Order(Api api, string id, string kind, string queue, string more = "", string payload = "1")
    {
        var made = await api.Post($"/api/v1/corporations/{id}/jobs", $$"""{"queue":"{{queue}}","kind":"{{kind}}","payload":{{payload}}{{more}}}""");
        return made.Is(HttpStatusCode.Created).Text("id")!;
    }

    private static async Task FitsNarrow(Panel panel)
    {
        foreach (var scheme in new[] { ColorScheme.Dark, ColorScheme.Light })
        {
            await panel.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await panel.Page.SetViewportSizeAsync(390, 844);
            Assert.Empty(await panel.Findings());
            Assert.False(await panel.ScrollsSideways());
        }

        await panel.Page.SetViewportSizeAsync(1280, 900);
    }
}
