using Adilas.Hosts;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Adilas.Pages;

/// <summary>What holds for every page, in light and dark, wide and narrow.</summary>
public sealed class LookTests(BrowserFixture chromium, StandaloneFixture standalone) : PageTests(chromium, standalone)
{
    private const int Wide = 1280;
    private const int Narrow = 390;
    private const int Height = 844;
    private const string Background = "background-color";

    public static MatrixTheoryData<string, ColorScheme> Cases => new(
        [
            "/", "/sign-in", "/not-there", "/operate/corporations", "/operate/corporations?query=nothing-is-called-like-this", "/operate/corporations?state=unfinished", "/operate/corporations/~new",
            "/operate/corporations/{id}", "/operate/corporations/{id}/provisioning", "/operate/corporations/{id}/history", "/operate/corporations/{id}/settings",
            "/operate/corporations/nobody", "/operate/corporations/{id}/work", "/operate/corporations/{id}/schedules", "/operate/corporations/{id}/jobs/none",
            "/operate/work", "/operate/stacks", "/operate/settings", "/operate/settings/corporation:{id}", "/operate/settings/nonsense",
            "/operate/drift", "/operate/drift?left=corporation:{id}&right=corporation:{id}", "/operate/drift?left=stack:data0&right=corporation:{id}",
        ],
        [ColorScheme.Light, ColorScheme.Dark]);

    [Theory, MemberData(nameof(Cases))]
    public async Task Everybody_can_read_every_page(string path, ColorScheme scheme)
    {
        await using var panel = await Operator(new() { ColorScheme = scheme });

        await panel.Go(path.Replace("{id}", await Corporation(), StringComparison.Ordinal));

        await Expect(panel.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await Expect(panel.Page.Locator("h1")).ToHaveCountAsync(1);
        foreach (var width in new[] { Wide, Narrow })
        {
            await panel.Page.SetViewportSizeAsync(width, Height);
            Assert.Empty((await panel.Findings()).Select(finding => $"{width} px: {finding}"));
            Assert.False(await panel.ScrollsSideways(), $"It scrolls sideways at {width} px.");
        }
    }

    [Fact]
    public async Task The_keyboard_skips_to_the_content()
    {
        await using var panel = await Operator();
        await panel.Page.GotoAsync("/");

        await panel.Page.Keyboard.PressAsync("Tab");
        await Expect(panel.Link("Skip to the content")).ToBeFocusedAsync();
        await Expect(panel.Link("Skip to the content")).ToBeInViewportAsync();
        await panel.Page.Keyboard.PressAsync("Enter");

        await Expect(panel.Page.GetByRole(AriaRole.Main)).ToBeFocusedAsync();
        await panel.Page.Keyboard.PressAsync("Tab");
        await Expect(panel.Button("Copy the command").First).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_chosen_theme_is_there_from_the_first_stroke_of_the_next_page()
    {
        await using var panel = await Operator(new() { ColorScheme = ColorScheme.Light });
        await panel.Go("/operate/stacks");
        var light = await panel.Page.EvaluateAsync<string>($"getComputedStyle(document.body)['{Background}']");

        await panel.Field("Theme").SelectOptionAsync("dark");

        await Expect(panel.Page.Locator("body")).Not.ToHaveCSSAsync(Background, light);
        await panel.Go("/operate/corporations");
        await Expect(panel.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await Expect(panel.Field("Theme")).ToHaveValueAsync("dark");
        await panel.Page.GotoAsync("/");
        await Expect(panel.Page.Locator("body")).Not.ToHaveCSSAsync(Background, light);

        await panel.Field("Theme").SelectOptionAsync("system");
        await panel.Page.ReloadAsync();
        await Expect(panel.Page.Locator("body")).ToHaveCSSAsync(Background, light);
    }

    [Fact]
    public async Task A_lost_line_is_told_and_costs_nothing_that_was_typed()
    {
        await using var panel = await Operator();
        var isCut = false;
        IWebSocketRoute? line = null;
        await panel.Page.RouteWebSocketAsync(new Regex("_blazor"), async socket =>
        {
            if (isCut) await socket.CloseAsync();
            else
            {
                line = socket;
                socket.ConnectToServer();
            }
        });
        await panel.Go("/operate/corporations/~new");
        await panel.Field("Owner's name").FillAsync("Ada");
        var banner = panel.Page.GetByText("The connection is lost; trying again");
        await Expect(banner).ToBeHiddenAsync();

        isCut = true;
        panel.MayComplain = true;
        await line!.CloseAsync();
        await Expect(banner).ToBeVisibleAsync();
        isCut = false;

        await Expect(banner).ToBeHiddenAsync();
        await Expect(panel.Field("Owner's name")).ToHaveValueAsync("Ada");
        await panel.Field("Name", exact: true).FillAsync("Still Alive");
        await Expect(panel.Field("Id", exact: true)).ToHaveValueAsync("still-alive");
    }

    private async Task<string> Corporation()
    {
        using var api = await Standalone.Operator();
        const string id = "looked-at";
        await api.Post("/api/v1/corporations", Api.CorporationJson(id, settings: """{"locale":{"currency":"EUR"}}"""));
        await api.Until("the corporation is ready", $"/api/v1/corporations/{id}/provisioning", answer => answer.Text("state") is "ready");
        return id;
    }
}
