using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Adilas.Hosts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Adilas.Pages;

public sealed class SettingsPanelTests(BrowserFixture chromium, StandaloneFixture standalone) : PageTests(chromium, standalone)
{
    [Fact]
    public async Task A_value_is_changed_after_a_look_at_what_that_does_and_undone()
    {
        using var api = await Standalone.Operator();
        var id = await api.NewCorporation();
        await using var panel = await Operator();
        await panel.Go(Address(id));
        var row = Row(panel, "images.width");
        await Expect(row).ToContainTextAsync("760");
        await Expect(row).ToContainTextAsync("Default");

        await Button(row, "Change images.width").ClickAsync();
        await panel.Field("Value, pixels").FillAsync("5");
        await panel.Button("Review").ClickAsync();
        await panel.Sees("'images.width' must be a whole number from 16 to 8192 (corporation layer).");
        await Expect(panel.Field("Value, pixels")).ToBeFocusedAsync();
        Assert.Empty(await panel.Findings());

        await panel.Field("Value, pixels").FillAsync("900");
        await panel.Button("Review").ClickAsync();
        await panel.Sees("It is 760 now, and becomes 900 (Corporation).");
        await panel.Sees("Reaches 1 corporation.");
        await Expect(panel.OpenDialog.Locator("ins")).ToHaveTextAsync("900");
        await panel.Button("Save").ClickAsync();
        await panel.Sees("Say why");
        await panel.Field("Reason").FillAsync("Larger pictures");
        Assert.Empty(await panel.Findings());
        await panel.Button("Save").ClickAsync();

        await Expect(row).ToContainTextAsync("900");
        await Expect(row).ToContainTextAsync("Corporation");
        Assert.Equal("900", (await api.Get($"/api/v1/settings/corporation:{id}")).Text("document.images.width"));
        Assert.Contains("Larger pictures", (await api.Get($"/api/v1/settings/corporation:{id}/history")).Body);

        await panel.Button("Undo").ClickAsync();
        await Expect(row).ToContainTextAsync("760");
        await Expect(row).ToContainTextAsync("Default");
    }

    [Fact]
    public async Task Who_set_a_value_is_found_with_the_keyboard_and_reset_says_what_comes_back()
    {
        using var api = await Standalone.Operator();
        var (plan, id) = (StandaloneFixture.NewId("p"), await api.NewCorporation());
        await api.Put($"/api/v1/settings/plan:{plan}", """{"document":{"images":{"quality":70}},"reason":"Cheaper"}""");
        (await api.Patch($"/api/v1/corporations/{id}", $$"""{"plan":"{{plan}}"}""")).Is(HttpStatusCode.OK);
        await api.Put($"/api/v1/settings/corporation:{id}/values/images.quality", """{"value":90,"reason":"Catalogue photos"}""");
        await using var panel = await Operator();
        await panel.Go(Address(id) + "?query=quality");
        var row = Row(panel, "images.quality");
        await Expect(row).ToContainTextAsync("90");

        await Button(row, "Corporation set images.quality: why").FocusAsync();
        await panel.Page.Keyboard.PressAsync("Enter");
        var chain = panel.OpenDialog.GetByRole(AriaRole.Listitem);
        await Expect(chain).ToHaveCountAsync(3);
        await Expect(chain.Nth(0)).ToContainTextAsync(new Regex("Corporation.*90.*Version 1.*Catalogue photos", RegexOptions.Singleline));
        await Expect(chain.Nth(1)).ToContainTextAsync(new Regex($"Plan {plan}.*70.*Cheaper.*Overridden", RegexOptions.Singleline));
        await Expect(chain.Nth(2)).ToContainTextAsync(new Regex("Default.*82", RegexOptions.Singleline));
        Assert.Empty(await panel.Findings());
        await panel.Page.Keyboard.PressAsync("Escape");
        await Expect(Button(row, "Corporation set images.quality: why")).ToBeFocusedAsync();

        await Button(row, "Reset images.quality").ClickAsync();
        await panel.Sees($"It is 90 now, and becomes 70 (Plan {plan}).");
        await panel.Field("Reason").FillAsync("As everybody");
        await panel.Button("Reset to inherited").ClickAsync();

        await Expect(row).ToContainTextAsync("70");
        Assert.Equal("{}", (await api.Get($"/api/v1/settings/corporation:{id}")).Text("document.images"));
    }

    [Fact]
    public async Task Settings_are_seen_as_a_user_has_them_and_as_they_were()
    {
        using var api = await Standalone.Operator();
        var id = await api.NewCorporation();
        var owner = (await api.Get($"/api/v1/corporations/{id}")).Text("owner.id");
        await api.Put($"/api/v1/settings/corporation:{id}/values/look.title", """{"value":"Earlier"}""");
        var then = DateTime.UtcNow.AddSeconds(1).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        await Task.Delay(TimeSpan.FromSeconds(2.1), TestContext.Current.CancellationToken);
        await api.Put($"/api/v1/settings/corporation:{id}/values/look.title", """{"value":"Later"}""");
        await api.Put($"/api/v1/settings/user:{id}:{owner}/values/look.scheme", """{"value":"dark"}""");
        await api.Until("the moment is past doubt", $"/api/v1/corporations/{id}/profile?asOf={then}Z", answer => answer.Status is HttpStatusCode.OK);
        await using var panel = await Operator();
        await panel.Go($"{Address(id)}?query=look&user={owner}");

        await Expect(Row(panel, "look.scheme")).ToContainTextAsync("dark");
        await Expect(Row(panel, "look.title")).ToContainTextAsync("Later");
        await Expect(Button(Row(panel, "look.title"), "Change look.title")).ToHaveCountAsync(0);
        Assert.Empty(await panel.Findings());

        await panel.Go($"{Address(id)}?query=look.title&at={then}");
        await Expect(Row(panel, "look.title")).ToContainTextAsync("Earlier");
        await Button(Row(panel, "look.title"), "Corporation set look.title: why").ClickAsync();
        await Expect(panel.OpenDialog).ToContainTextAsync("Version 1");
        Assert.Empty(await panel.Findings());
        await panel.Page.Keyboard.PressAsync("Escape");
        await panel.Button("Show that").ClickAsync();
        await Expect(Row(panel, "look.title")).ToContainTextAsync("Later");
        await Expect(Button(Row(panel, "look.title"), "Change look.title")).ToBeVisibleAsync();

        await panel.Go($"{Address(id)}?user=No%20User");
        await panel.Sees("'No User' is no user's id.");
    }

    [Fact]
    public async Task Two_who_change_one_value_both_see_all_sides_and_nothing_is_lost()
    {
        using var api = await Standalone.Operator();
        var id = await api.NewCorporation("""{"look":{"title":"Base"}}""");
        await using var panel = await Operator();
        await panel.Go(Address(id) + "?query=look.title");
        await Button(Row(panel, "look.title"), "Change look.title").ClickAsync();
        await panel.Field("Value", exact: true).FillAsync("Mine");
        await panel.Button("Review").ClickAsync();
        await panel.Field("Reason").FillAsync("My reason");

        await api.Put($"/api/v1/settings/corporation:{id}/values/look.title", """{"value":"Theirs","reason":"Their reason"}""");
        await panel.Button("Save").ClickAsync();

        await panel.Sees("Somebody was faster");
        await panel.Sees("Their reason");
        foreach (var (side, text) in new[] { ("When you opened it", "Base"), ("Theirs, now", "Theirs"), ("Yours", "Mine") })
            await Expect(panel.OpenDialog.GetByRole(AriaRole.Region, new() { Name = side, Exact = true })).ToContainTextAsync(text);
        Assert.Empty(await panel.Findings());

        await panel.Button("Review mine again").ClickAsync();
        await Expect(panel.OpenDialog.Locator("del")).ToContainTextAsync("Theirs");
        await Expect(panel.Field("Reason")).ToHaveValueAsync("My reason");
        await panel.Button("Save").ClickAsync();

        await Expect(Row(panel, "look.title")).ToContainTextAsync("Mine");
    }

    [Fact]
    public async Task What_a_plan_locks_cannot_be_changed_here_and_what_others_change_appears()
    {
        using var api = await Standalone.Operator();
        var (plan, id) = (StandaloneFixture.NewId("p"), await api.NewCorporation());
        await using var panel = await Operator();
        await panel.Go(Address(id) + "?query=limits.users");
        var row = Row(panel, "limits.users");
        await Expect(Button(row, "Change limits.users")).ToBeVisibleAsync();

        await api.Put($"/api/v1/settings/plan:{plan}", """{"document":{"limits":{"users":7}},"locks":["limits.users"]}""");
        (await api.Patch($"/api/v1/corporations/{id}", $$"""{"plan":"{{plan}}"}""")).Is(HttpStatusCode.OK);

        await Expect(row).ToContainTextAsync($"Locked by Plan {plan}");
        await Expect(row).ToContainTextAsync("7");
        await Expect(Button(row, "Change limits.users")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_search_is_in_the_address_and_settings_of_ones_own_are_any_json()
    {
        using var api = await Standalone.Operator();
        var id = await api.NewCorporation();
        await using var panel = await Operator();
        await panel.Go(Address(id));

        await panel.Page.Keyboard.PressAsync("/");
        await panel.Page.Keyboard.TypeAsync("time zone");
        await Expect(panel.Page).ToHaveURLAsync(new Regex("query=time(%20|\\+)zone"));
        await Expect(Row(panel, "locale.timeZone")).ToBeVisibleAsync();
        await Expect(Row(panel, "images.width")).ToHaveCountAsync(0);
        await panel.Button("Clear").ClickAsync();

        await panel.Field("Another, such as").FillAsync("custom.hours");
        await panel.Button("Set it…").ClickAsync();
        await panel.Field("Value as JSON").FillAsync("{\"mon\":\n[9,}");
        await panel.Button("Review").ClickAsync();
        await panel.Sees("This is no JSON: line 2");
        await panel.Field("Value as JSON").FillAsync("""{"mon":[9,17]}""");
        await panel.Button("Review").ClickAsync();
        await panel.Field("Reason").FillAsync("New shop");
        await panel.Button("Save").ClickAsync();

        await Expect(Row(panel, "custom.hours.mon")).ToContainTextAsync("[9,17]");
        await panel.Field("Set by").SelectOptionAsync("corporation");
        await Expect(panel.Page).ToHaveURLAsync(new Regex("by=corporation"));
        await Expect(panel.Page.Locator("tr[data-path]")).ToHaveCountAsync(1);
    }

    private static string Address(string id) => $"/operate/corporations/{id}/settings";

    private static ILocator Row(Panel panel, string path) => panel.Page.Locator($"tr[data-path='{path}']");

    private static ILocator Button(ILocator row, string name) => row.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
