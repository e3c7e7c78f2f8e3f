using System.Text.RegularExpressions;
using Adilas.Hosts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Adilas.Pages;

/// <summary>A corporation whose making fails: its stack has room for one, and one is there.</summary>
public sealed class MakingTests(BrowserFixture chromium, StandaloneFixture standalone) : PageTests(chromium, standalone)
{
    private readonly string stack = StandaloneFixture.NewId("full");
    private readonly string id = StandaloneFixture.NewId("late");

    [Fact]
    public async Task A_step_that_failed_says_why_and_goes_on_when_the_cause_is_gone()
    {
        using var api = await Fail();
        await using var panel = await Operator();
        await panel.Go($"/operate/corporations/{id}");
        await panel.Sees("A step gave up");
        await panel.Sees($"Stack '{stack}' holds as many corporations as it may.");
        Assert.Empty(await panel.Findings());

        await api.Post("/api/v1/stacks", $$$"""{"id":"{{{stack}}}","capacity":{"corporations":2},"kind":"dedicated"}""");
        await panel.Button("Try the failed step again").ClickAsync();

        await Expect(panel.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Acme Foods");
        await Expect(panel.Link("Overview")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_failed_making_is_undone_after_its_id_was_typed()
    {
        using var api = await Fail();
        await using var panel = await Operator();
        await panel.Go($"/operate/corporations?query={id}");
        await panel.Sees($"{id} is not in the list yet");
        await panel.Link("See its steps").ClickAsync();

        await panel.Button("Roll back…").ClickAsync();
        var confirm = panel.OpenDialog.GetByRole(AriaRole.Button, new() { Name = "Roll back", Exact = true });
        await Expect(confirm).ToBeDisabledAsync();
        await panel.Field("Type the id to confirm").FillAsync(id);
        await confirm.ClickAsync();

        await panel.Sees("Everything was undone");
        Assert.Equal("absent", (await api.Get($"/api/v1/corporations/{id}/provisioning")).Text("state"));
    }

    [Fact]
    public async Task What_is_not_ready_is_listed_by_its_state_until_it_is()
    {
        using var api = await Fail();
        await using var panel = await Operator();
        await panel.Go("/operate/corporations");
        await panel.Field("Provisioning", exact: true).SelectOptionAsync("failed");

        await Expect(panel.Page).ToHaveURLAsync(new Regex("state=failed$"));
        var row = panel.Page.Locator(".rz-data-row").Filter(new() { HasText = id });
        await Expect(row).ToContainTextAsync("Failed");
        await Expect(row).ToContainTextAsync("place");
        await Expect(panel.Field("Mode")).ToBeDisabledAsync();
        Assert.Empty(await panel.Findings());

        await using var colleague = await Operator();
        await colleague.Go("/operate/corporations?state=unfinished");
        await Expect(colleague.Page.Locator(".rz-data-row").Filter(new() { HasText = id })).ToHaveCountAsync(1);
        await colleague.Field("Provisioning", exact: true).SelectOptionAsync("rollingBack");
        await Expect(colleague.Page).ToHaveURLAsync(new Regex("state=rollingBack$"));
        await colleague.Ready();
        await Expect(colleague.Page.Locator(".rz-data-row").Filter(new() { HasText = id })).ToHaveCountAsync(0);

        await api.Post($"/api/v1/corporations/{id}/provisioning/rollback", "{}");
        await Expect(row).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_key_that_may_only_look_has_no_buttons_to_press()
    {
        using var api = await Fail();
        var (_, key) = await api.NewKey(null, "corporations:read");
        await using var panel = await Anonymous();
        await panel.SignIn(key);

        await panel.Go($"/operate/corporations/{id}");

        await panel.Sees("This key may look, not change");
        await panel.Sees("A step gave up");
        await Expect(panel.Button("Try the failed step again")).ToHaveCountAsync(0);
        await Expect(panel.Button("Roll back…")).ToHaveCountAsync(0);
    }

    private async Task<Api> Fail()
    {
        var api = await Standalone.Operator();
        await api.Post("/api/v1/stacks", $$$"""{"id":"{{{stack}}}","capacity":{"corporations":1},"kind":"dedicated"}""");
        await Order(api, StandaloneFixture.NewId("first"), "ready");
        await Order(api, id, "failed");
        return api;
    }

    private async Task Order(Api api, string corporation, string outcome)
    {
        var order = new Regex("}$").Replace(Api.CorporationJson(corporation), $",\"stack\":\"{stack}\"}}");
        (await api.Post("/api/v1/corporations", order)).Is(System.Net.HttpStatusCode.Accepted);
        await api.Until($"{corporation} is {outcome}", $"/api/v1/corporations/{corporation}/provisioning", answer => answer.Text("state") == outcome);
    }
}
