using System.Text.RegularExpressions;
using Adilas.Hosts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Adilas.Pages;

public sealed class CorporationsPageTests(BrowserFixture chromium, StandaloneFixture standalone) : PageTests(chromium, standalone)
{
    private const string Rows = ".rz-data-row";

    [Fact]
    public async Task Searching_while_typing_finds_by_a_word_of_the_name_and_is_in_the_address()
    {
        using var api = await Standalone.Operator();
        var (word, id) = (Word(), await Order(api, name => $"The {name} Ångström Bakery", out var name));
        await using var panel = await Operator();
        await panel.Go("/operate/corporations");

        await panel.Page.Keyboard.PressAsync("/");
        await panel.Page.Keyboard.TypeAsync(name.ToUpperInvariant());

        await Expect(panel.Page.Locator(Rows)).ToHaveCountAsync(1);
        await Expect(panel.Page.Locator(Rows)).ToContainTextAsync(id);
        await Expect(panel.Page).ToHaveURLAsync(new Regex($"query={name.ToUpperInvariant()}$"));

        await panel.Field("Search").FillAsync(word);
        await panel.Sees("Nothing matches");
        await panel.Button("Show all").ClickAsync();
        await Expect(panel.Page).ToHaveURLAsync(new Regex("/operate/corporations$"));
        await Expect(panel.Page.Locator(Rows).First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_address_alone_brings_the_same_list_back()
    {
        using var api = await Standalone.Operator();
        var frozen = await Order(api, name => $"{name} one", out var word);
        var live = StandaloneFixture.NewId("corp");
        await Order(api, live, $"{word} two");
        await api.Put($"/api/v1/corporations/{frozen}/mode", """{"mode":"frozen","reason":"test"}""");
        await using var panel = await Operator();
        await panel.Go("/operate/corporations");

        await panel.Field("Search").FillAsync(word);
        await Expect(panel.Page.Locator(Rows)).ToHaveCountAsync(2);
        await panel.Field("Mode").SelectOptionAsync("frozen");
        await panel.Field("Industry").FillAsync("retail");
        await Expect(panel.Page).ToHaveURLAsync(new Regex("industry=retail"));
        await Expect(panel.Page.Locator(Rows)).ToHaveCountAsync(1);

        await using var colleague = await Operator();
        await colleague.Go(panel.Page.Url);
        await Expect(colleague.Page.Locator(Rows)).ToHaveCountAsync(1);
        await Expect(colleague.Page.Locator(Rows)).ToContainTextAsync(frozen);
        await Expect(colleague.Page.Locator(Rows)).ToContainTextAsync("Frozen");
        await Expect(colleague.Field("Search")).ToHaveValueAsync(word);
        await Expect(colleague.Field("Mode")).ToHaveValueAsync("frozen");
        await Expect(colleague.Field("Industry")).ToHaveValueAsync("retail");
    }

    [Fact]
    public async Task A_long_list_comes_in_pages_that_a_browser_can_carry()
    {
        const int count = 60;
        using var api = await Standalone.Operator();
        var word = Word();
        foreach (var i in Enumerable.Range(0, count)) await api.Post("/api/v1/corporations", Api.CorporationJson($"{word}-{i:00}", $"{word} {i}"));
        await api.Until("all are listed", $"/api/v1/corporations?query={word}&limit=200", answer => answer.Json("items").GetArrayLength() == count);
        await using var panel = await Operator();

        await panel.Go($"/operate/corporations?query={word}");
        await Expect(panel.Page.Locator(Rows)).ToHaveCountAsync(50);
        var first = await panel.Page.Locator(Rows).AllInnerTextsAsync();
        Assert.InRange(await panel.Page.Locator("tr").CountAsync(), 50, 99);
        await panel.Link("Next page").ClickAsync();
        await Expect(panel.Page.Locator(Rows)).ToHaveCountAsync(count - 50);
        var second = await panel.Page.Locator(Rows).AllInnerTextsAsync();

        Assert.Equal(count, first.Concat(second).Distinct().Count());
        await panel.Page.ReloadAsync();
        await Expect(panel.Page.Locator(Rows)).ToHaveCountAsync(count - 50);
        await panel.Link("First page").ClickAsync();
        await Expect(panel.Page.Locator(Rows)).ToHaveCountAsync(50);
    }

    [Fact]
    public async Task An_id_is_copied_with_one_click()
    {
        using var api = await Standalone.Operator();
        var id = await Order(api, name => name, out var word);
        await using var panel = await Operator(new() { Permissions = ["clipboard-read", "clipboard-write"] });
        await panel.Go($"/operate/corporations?query={word}");

        await panel.Button($"Copy id {id}").ClickAsync();

        await Expect(panel.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Copied" })).ToBeVisibleAsync();
        Assert.Equal(id, await panel.Page.EvaluateAsync<string>("navigator.clipboard.readText()"));
    }

    [Fact]
    public async Task A_time_says_how_long_ago_and_when_exactly()
    {
        using var api = await Standalone.Operator();
        await Order(api, name => name, out var word);
        await using var panel = await Operator();
        await panel.Go($"/operate/corporations?query={word}");

        var time = panel.Page.Locator($"{Rows} time");

        await Expect(time).ToHaveTextAsync(new Regex("^(just now|[0-9]+ (second|minute)s? ago)$"));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", await time.GetAttributeAsync("datetime"));
        await Expect(time).ToHaveAttributeAsync("title", new Regex(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC \(.+\)$"));
    }

    [Fact]
    public async Task Ctrl_K_opens_what_was_found_from_anywhere()
    {
        using var api = await Standalone.Operator();
        var id = await Order(api, name => name, out var word);
        await using var panel = await Operator();
        await panel.Go("/operate/stacks");

        await panel.Page.Keyboard.PressAsync("Control+k");
        await panel.Page.Keyboard.TypeAsync(word);
        await Expect(panel.Page.GetByRole(AriaRole.Option).First).ToContainTextAsync(id);
        Assert.Empty(await panel.Findings());
        await panel.Page.Keyboard.PressAsync("Enter");

        await Expect(panel.Page).ToHaveURLAsync(new Regex($"/operate/corporations/{id}$"));
        await Expect(panel.OpenDialog).ToHaveCountAsync(0);
    }

    private static string Word() => $"w{Guid.NewGuid():N}"[..12];

    /// <summary>Makes a corporation with a name that holds a word of its own.</summary>
    private static Task<string> Order(Api api, Func<string, string> name, out string word)
    {
        word = Word();
        return Order(api, StandaloneFixture.NewId("corp"), name(word));
    }

    private static async Task<string> Order(Api api, string id, string name)
    {
        await api.Post("/api/v1/corporations", Api.CorporationJson(id, name));
        await api.Until("the corporation is ready", $"/api/v1/corporations/{id}/provisioning", answer => answer.Text("state") is "ready");
        return id;
    }
}
