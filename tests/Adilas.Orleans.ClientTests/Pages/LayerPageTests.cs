using System.Net;
using System.Text.RegularExpressions;
using Adilas.Hosts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Adilas.Pages;

public sealed class LayerPageTests(BrowserFixture chromium, StandaloneFixture standalone) : PageTests(chromium, standalone)
{
    private readonly string plan = StandaloneFixture.NewId("p");

    private string Scope => $"plan:{plan}";

    [Fact]
    public async Task A_layer_is_found_and_written_with_locks_and_conditions()
    {
        using var api = await Standalone.Operator();
        await using var panel = await Operator();
        await panel.Go("/operate/settings");
        await panel.Field("Plan", exact: true).FillAsync("No Plan");
        await panel.Button("Open Plan").ClickAsync();
        await panel.Sees("Lower-case letters, digits and dashes");
        await panel.Field("Plan", exact: true).FillAsync(plan);
        await panel.Button("Open Plan").ClickAsync();
        await panel.Sees("Nothing set yet");

        await panel.Editor("Settings as JSON").FillAsync("""{"limits":{"users":7}}""");
        await panel.Field("Locked paths").FillAsync("limits.users");
        await panel.Editor("Conditions as JSON").FillAsync("""[{"path":"images.width","value":900,"share":0.25}]""");
        await panel.Button("Review changes").ClickAsync();
        await Expect(panel.OpenDialog).ToContainTextAsync("locks");
        await panel.Field("Reason").FillAsync("Sold from May on");
        Assert.Empty(await panel.Findings());
        await panel.Button("Save").ClickAsync();

        await panel.Sees("Saved as version 1");
        var stored = (await api.Get($"/api/v1/settings/{Scope}")).Is(HttpStatusCode.OK);
        Assert.Equal(("""["limits.users"]""", "Sold from May on"), (stored.Text("locks"), stored.Text("reason")));
        Assert.Equal("0.25", stored.Json("conditions")[0].GetProperty("share").GetRawText());
    }

    [Fact]
    public async Task Which_layers_there_are_and_what_waits_in_them_is_seen_on_one_page()
    {
        using var api = await Standalone.Operator();
        (await api.Put($"/api/v1/settings/{Scope}/values/custom.a", """{"value":1}""")).Is(HttpStatusCode.OK);
        var draft = (await api.Post($"/api/v1/settings/{Scope}/drafts", """{"path":"prices.tax","value":19,"reason":"The new rate"}""")).Text("id");
        await using var panel = await Operator();
        await panel.Go("/operate/settings");

        var waiting = panel.Page.Locator($"[data-draft='{draft}']");
        await Expect(waiting).ToContainTextAsync("The new rate");
        await panel.Field("Name", exact: true).FillAsync(plan);
        await panel.Field("Name", exact: true).BlurAsync();
        await Expect(panel.Page).ToHaveURLAsync(new Regex($"query={plan}$"));
        await Expect(panel.Page.Locator($"[data-layer='{Scope}']")).ToContainTextAsync($"no corporation is on the plan '{plan}'");
        await Expect(panel.Page.Locator("[data-layer]")).ToHaveCountAsync(1);
        await panel.Field("Kind", exact: true).SelectOptionAsync("theme");
        await panel.Sees("No layer of this kind has a name that begins so.");
        Assert.Contains($"query={plan}&kind=theme", panel.Page.Url);
        Assert.Empty(await panel.Findings());

        await waiting.GetByRole(AriaRole.Link).ClickAsync();
        await panel.Sees($"no corporation is on the plan '{plan}'");
        await Expect(panel.Page.Locator($"[data-draft='{draft}']")).ToContainTextAsync("Needs approval");
    }

    [Fact]
    public async Task What_is_wrong_is_told_with_its_line_and_never_sent()
    {
        await using var panel = await Operator();
        await panel.Go($"/operate/settings/{Scope}");

        await panel.Editor("Settings as JSON").FillAsync("{\n  \"images\": {\n    \"width\": 5,\n    \"nonsense\": 1\n  }\n}");
        await panel.Button("Review changes").ClickAsync();
        await panel.Sees("2 things are wrong with it");
        await panel.Sees("'images.width' must be a whole number from 16 to 8192 (plan layer).");
        await Marks(panel, "    \"width\": 5,");
        await panel.Button("Line 4").ClickAsync();
        await Marks(panel, "    \"nonsense\": 1");
        Assert.Empty(await panel.Findings());

        await panel.Editor("Settings as JSON").FillAsync("{\n  \"images\": }");
        await panel.Button("Review changes").ClickAsync();
        await panel.Sees("This is no JSON: column 13.");
        await Expect(panel.Button("Line 2")).ToBeVisibleAsync();
        await Expect(panel.OpenDialog).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Names_and_values_are_completed_from_the_catalogue()
    {
        using var api = await Standalone.Operator();
        await using var panel = await Operator();
        await panel.Go($"/operate/settings/{Scope}");
        var (document, choices) = (panel.Page.Locator("#layer-document"), panel.Page.Locator(".cm-tooltip-autocomplete [role=option]"));

        await Type(panel, "{\"ima");
        await Expect(choices.First).ToContainTextAsync("images");
        await choices.First.ClickAsync();
        await Expect(document).ToHaveValueAsync("{\"images\": {}}");
        await panel.Page.Keyboard.TypeAsync("\"qual");
        await Expect(choices.First).ToContainTextAsync("a whole number from 1 to 100");
        Assert.Empty(await panel.Findings());
        await choices.First.ClickAsync();
        await Expect(document).ToHaveValueAsync(new Regex("^\\{\"images\": \\{\"quality\": \\d+\\}\\}$"));

        await Type(panel, "{\"look\": {\"scheme\": \"d");
        await Expect(choices.First).ToContainTextAsync("dark");
        await choices.First.ClickAsync();
        await Expect(document).ToHaveValueAsync("""{"look": {"scheme": "dark"}}""");
        await panel.Button("Review changes").ClickAsync();
        await panel.Field("Reason").FillAsync("Completed");
        await panel.Button("Save").ClickAsync();

        await panel.Sees("Saved as version 1");
        Assert.Equal("""{"look":{"scheme":"dark"}}""", (await api.Get($"/api/v1/settings/{Scope}")).Text("document"));
    }

    [Fact]
    public async Task Without_the_editor_the_text_area_does()
    {
        using var api = await Standalone.Operator();
        await using var panel = await Operator();
        await panel.Page.RouteAsync("**/assets/editor*.js", route => route.AbortAsync());
        await panel.Go($"/operate/settings/{Scope}");

        await panel.Field("Settings as JSON").FillAsync("""{"limits":{"users":7}}""");
        await panel.Button("Review changes").ClickAsync();
        await panel.Field("Reason").FillAsync("Plain");
        await panel.Button("Save").ClickAsync();

        await panel.Sees("Saved as version 1");
        Assert.Equal("""{"limits":{"users":7}}""", (await api.Get($"/api/v1/settings/{Scope}")).Text("document"));
    }

    [Fact]
    public async Task Who_comes_second_sees_three_sides_and_keeps_what_was_typed()
    {
        using var api = await Standalone.Operator();
        await api.Put($"/api/v1/settings/{Scope}", """{"document":{"custom":{"a":1}}}""");
        await using var panel = await Operator();
        await panel.Go($"/operate/settings/{Scope}");
        await panel.Editor("Settings as JSON").FillAsync("""{"custom":{"a":1,"mine":2}}""");
        await panel.Button("Review changes").ClickAsync();
        await panel.Field("Reason").FillAsync("Mine");

        await api.Put($"/api/v1/settings/{Scope}/values/custom.theirs", """{"value":3,"reason":"Their reason"}""");
        await panel.Button("Save").ClickAsync();

        await panel.Sees("Their reason");
        foreach (var (side, text) in new[] { ("When you opened it", "\"a\": 1"), ("Theirs, now", "\"theirs\": 3"), ("Yours", "\"mine\":2") })
            await Expect(panel.OpenDialog.GetByRole(AriaRole.Region, new() { Name = side, Exact = true })).ToContainTextAsync(text);
        Assert.Empty(await panel.Findings());
        await panel.Button("Edit mine").ClickAsync();
        await Expect(panel.OpenDialog).ToHaveCountAsync(0);
        await Expect(panel.Page.Locator("#layer-document")).ToHaveValueAsync("""{"custom":{"a":1,"mine":2}}""");
        await panel.Editor("Settings as JSON").FillAsync("""{"custom":{"a":1,"mine":2,"theirs":3}}""");
        await panel.Button("Review changes").ClickAsync();
        await Expect(panel.Field("Reason")).ToHaveValueAsync("Mine");
        await panel.Button("Save").ClickAsync();

        await panel.Sees("Saved as version 3");
        Assert.Equal("""{"a":1,"mine":2,"theirs":3}""", (await api.Get($"/api/v1/settings/{Scope}")).Text("document.custom"));
    }

    [Fact]
    public async Task Any_two_versions_are_compared_by_address_and_an_old_one_comes_back()
    {
        using var api = await Standalone.Operator();
        for (var i = 1; i <= 3; i++) await api.Put($"/api/v1/settings/{Scope}/values/custom.n", $$"""{"value":{{i}},"reason":"Number {{i}}"}""");
        await using var panel = await Operator();
        await panel.Go($"/operate/settings/{Scope}?from=1&to=3");

        var differences = panel.Page.GetByRole(AriaRole.Status, new() { Name = "Differences" });
        await Expect(differences).ToContainTextAsync(new Regex("custom.n.*1.*3", RegexOptions.Singleline));
        await panel.Sees("Number 2");
        await panel.Button("Restore version 1").ClickAsync();
        await Expect(panel.OpenDialog.Locator("ins")).ToHaveTextAsync("1");
        await panel.Field("Reason").FillAsync("Back to the start");
        Assert.Empty(await panel.Findings());
        await panel.Button("Restore it").ClickAsync();

        await panel.Sees("Version 4");
        await Expect(panel.Page.Locator("#layer-document")).ToHaveValueAsync(new Regex("\"n\": 1"));
        Assert.Equal("4", (await api.Get($"/api/v1/settings/{Scope}")).Text("version"));
    }

    /// <summary>Waits until this is what is marked where the cursor is.</summary>
    private static Task<IJSHandle> Marks(Panel panel, string text) => panel.Page.WaitForFunctionAsync(
        "text => getSelection().toString() === text && document.activeElement.matches('.cm-content')", text);

    /// <summary>Types with the keyboard into the emptied editor of the document.</summary>
    private static async Task Type(Panel panel, string text)
    {
        await panel.Editor("Settings as JSON").ClickAsync();
        await panel.Page.Keyboard.PressAsync("Control+a");
        await panel.Page.Keyboard.TypeAsync(text);
    }
}
