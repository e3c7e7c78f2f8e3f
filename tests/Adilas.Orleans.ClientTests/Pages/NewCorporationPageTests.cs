using System.Net;
using System.Text.RegularExpressions;
using Adilas.Hosts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Adilas.Pages;

public sealed class NewCorporationPageTests(BrowserFixture chromium, StandaloneFixture standalone) : PageTests(chromium, standalone)
{
    private const string NewAddress = "/operate/corporations/~new";

    private readonly string id = StandaloneFixture.NewId("new");

    [Fact]
    public async Task A_corporation_is_created_and_its_steps_are_seen_until_it_is_ready()
    {
        await using var panel = await Operator();
        await Fill(panel);
        await panel.Field("First settings").FillAsync("""{"locale":{"currency":"EUR"}}""");

        await panel.Button("Create corporation").ClickAsync();

        await Expect(panel.Page).ToHaveURLAsync(new Regex($"/operate/corporations/{id}/provisioning$"));
        var steps = panel.Page.GetByRole(AriaRole.List, new() { Name = "Steps" }).GetByRole(AriaRole.Listitem);
        await Expect(panel.Page.Locator(".badge").Filter(new() { HasText = "Ready" })).ToBeVisibleAsync();
        await Expect(steps.Filter(new() { HasText = "register" })).ToHaveCountAsync(1);
        await Expect(steps.Filter(new() { HasNotText = "Done" })).ToHaveCountAsync(0);

        await panel.Link("Overview").ClickAsync();
        await Expect(panel.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Café Übermut");
        await panel.Link("Settings").ClickAsync();
        await Expect(panel.Page.Locator("tr[data-path='locale.currency']")).ToContainTextAsync("EUR");
    }

    [Fact]
    public async Task Only_checking_changes_nothing()
    {
        using var api = await Standalone.Operator();
        await using var panel = await Operator();
        await Fill(panel);

        await panel.Button("Only check").ClickAsync();

        await panel.Sees("Nothing stands in the way");
        await panel.Sees("register");
        (await api.Get($"/api/v1/corporations/{id}/provisioning")).IsProblem(HttpStatusCode.NotFound, "corporation-unknown");
    }

    [Fact]
    public async Task What_is_missing_or_refused_stands_at_its_field()
    {
        await using var panel = await Operator();
        await panel.Go(NewAddress);

        await panel.Button("Create corporation").ClickAsync();

        await panel.Sees("5 fields need another look");
        await Expect(panel.Field("Name", exact: true)).ToBeFocusedAsync();
        await Expect(panel.Field("Name", exact: true)).ToHaveAttributeAsync("aria-invalid", "true");
        Assert.Empty(await panel.Findings());

        // This one only the service can know.
        await Fill(panel);
        await panel.Field("Industry").FillAsync("Retail!");
        await panel.Button("Create corporation").ClickAsync();
        await Expect(panel.Field("Industry")).ToBeFocusedAsync();
        await Expect(panel.Field("Industry")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(panel.Field("Name", exact: true)).Not.ToHaveAttributeAsync("aria-invalid", "true");

        await panel.Field("Industry").FillAsync("retail");
        await panel.Field("First settings").FillAsync("{ not json");
        await panel.Button("Only check").ClickAsync();
        await Expect(panel.Field("First settings")).ToHaveAttributeAsync("aria-invalid", "true");
    }

    [Fact]
    public async Task The_recipe_is_one_of_those_that_are_shipped()
    {
        await using var panel = await Operator();
        await panel.Go(NewAddress);

        await Expect(panel.Field("Recipe").Locator("option")).ToHaveTextAsync(["small", "standard"]);
        await Expect(panel.Field("Recipe")).ToHaveValueAsync("small");
        await Fill(panel);
        await panel.Field("Recipe").SelectOptionAsync("standard");
        await Expect(panel.Field("Recipe")).ToHaveAccessibleDescriptionAsync(new Regex("of its own"));
        await panel.Button("Only check").ClickAsync();
        await panel.Sees("Recipe standard, version");
    }

    [Fact]
    public async Task An_id_that_is_taken_by_another_order_is_told()
    {
        using var api = await Standalone.Operator();
        var taken = await api.NewCorporation();
        await using var panel = await Operator();
        await Fill(panel);
        await panel.Field("Id", exact: true).FillAsync(taken);

        await panel.Button("Create corporation").ClickAsync();

        await Expect(panel.Page.Locator(".error, [role=alert]").First).ToBeVisibleAsync();
        await Expect(panel.Page).ToHaveURLAsync(new Regex("~new$"));
    }

    [Fact]
    public async Task What_was_typed_outlives_a_reload()
    {
        await using var panel = await Operator();
        await Fill(panel);

        await panel.Page.ReloadAsync();
        await panel.Ready();

        await Expect(panel.Field("Name", exact: true)).ToHaveValueAsync("Café Übermut");
        await Expect(panel.Field("Owner's e-mail")).ToHaveValueAsync("ada@example.com");
        await panel.Button("Only check").ClickAsync();
        await panel.Sees("Nothing stands in the way");
    }

    [Fact]
    public async Task Signing_in_and_creating_need_no_mouse()
    {
        await using var panel = await Anonymous();
        var keys = panel.Page.Keyboard;
        await panel.Page.GotoAsync(NewAddress);
        await Expect(panel.Field("Operator key")).ToBeFocusedAsync();
        await keys.TypeAsync((await Standalone.Host).OperatorKey);
        await keys.PressAsync("Enter");
        await panel.Ready();
        await Expect(panel.Field("Name", exact: true)).ToBeEnabledAsync();

        // The heading has the focus; what follows it is the form.
        await Tab(panel, "new-name");
        foreach (var (field, text) in new[] { ("new-name", "Keys only"), ("new-id", id), ("new-industry", "retail"), ("new-owner-name", "Ada"), ("new-owner-email", "ada@example.com") })
        {
            await Tab(panel, field);
            await keys.PressAsync("Control+a");
            await keys.TypeAsync(text);
        }

        await keys.PressAsync("Enter");

        await Expect(panel.Page).ToHaveURLAsync(new Regex($"/operate/corporations/{id}/provisioning$"));
        await Expect(panel.Page.Locator(".badge").Filter(new() { HasText = "Ready" })).ToBeVisibleAsync();
    }

    /// <summary>Goes on with the Tab key until the element with this id has the focus, which must be visible there.</summary>
    private static async Task Tab(Panel panel, string elementId)
    {
        for (var i = 0; i < 20; i++)
        {
            if (await panel.Page.EvaluateAsync<string>("document.activeElement.id") == elementId)
            {
                Assert.NotEqual("none", await panel.Page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle"));
                return;
            }

            await panel.Page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"The Tab key does not reach #{elementId}.");
    }

    private async Task Fill(Panel panel)
    {
        await panel.Go(NewAddress);
        await panel.Field("Name", exact: true).FillAsync("Café Übermut");
        await Expect(panel.Field("Id", exact: true)).ToHaveValueAsync("cafe-ubermut");
        await panel.Field("Id", exact: true).FillAsync(id);
        await panel.Field("Industry").FillAsync("retail");
        await panel.Field("Owner's name").FillAsync("Ada");
        await panel.Field("Owner's e-mail").FillAsync("ada@example.com");
    }
}
