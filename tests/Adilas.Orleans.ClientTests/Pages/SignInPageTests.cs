using Adilas.Hosts;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Adilas.Pages;

public sealed partial class SignInPageTests(BrowserFixture chromium, StandaloneFixture standalone) : PageTests(chromium, standalone)
{
    [Fact]
    public async Task A_wrong_key_is_told_clearly_and_kept_nowhere()
    {
        var wrong = $"wrong-{Guid.NewGuid():N}";
        await using var panel = await Anonymous();
        await panel.Page.GotoAsync("/sign-in");
        await panel.Sees("data/operator.key");
        await panel.Field("Operator key").FillAsync(wrong);

        await panel.Page.Keyboard.PressAsync("Enter");

        await Expect(panel.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("not a valid operator's key");
        await Expect(panel.Field("Operator key")).ToHaveValueAsync("");
        Assert.DoesNotContain(wrong, panel.Page.Url, StringComparison.Ordinal);
        Assert.DoesNotContain(wrong, await panel.Page.ContentAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(wrong, (await Standalone.Host).Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_in_leads_back_to_the_page_that_was_asked_for_and_signing_out_ends_it()
    {
        var key = (await Standalone.Host).OperatorKey;
        await using var panel = await Anonymous();
        await panel.Page.GotoAsync("/operate/corporations?mode=frozen");
        await Expect(panel.Page).ToHaveURLAsync(SignInAddress());
        await panel.Field("Operator key").FillAsync(key);
        await panel.Page.Keyboard.PressAsync("Enter");

        await Expect(panel.Page).ToHaveURLAsync(new Regex(@"/operate/corporations\?mode=frozen$"));
        await panel.Ready();
        await Expect(panel.Page.GetByRole(AriaRole.Banner)).ToContainTextAsync("operator");
        Assert.DoesNotContain(key, (await Standalone.Host).Log, StringComparison.Ordinal);

        await panel.Button("Sign out").ClickAsync();

        await Expect(panel.Page).ToHaveURLAsync(new Regex("/$"));
        await panel.Page.GotoAsync("/operate/stacks");
        await Expect(panel.Page).ToHaveURLAsync(SignInAddress());
    }

    [Fact]
    public async Task An_open_page_notices_that_its_key_was_revoked()
    {
        using var api = await Standalone.Operator();
        var (id, key) = await api.NewKey(null, "corporations:read", "stacks:read");
        await using var panel = await Anonymous();
        await panel.SignIn(key);
        await panel.Go("/operate/stacks");

        await api.Delete($"/api/v1/api-keys/{id}");

        await panel.Sees("You are signed out");
        await Expect(panel.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Sign in" })).ToHaveAttributeAsync("href", "/sign-in?returnTo=%2Foperate%2Fstacks");
    }

    [Fact]
    public async Task A_key_that_may_only_look_is_told_so()
    {
        using var api = await Standalone.Operator();
        var corporation = await api.NewCorporation();
        var (_, key) = await api.NewKey(null, "corporations:read", "stacks:read");
        await using var panel = await Anonymous();
        await panel.SignIn(key);

        await panel.Go($"/operate/corporations/{corporation}");

        await panel.Sees("This key may look, not change");
        await Expect(panel.Button("Rename…")).ToHaveCountAsync(0);

        await panel.Go($"/operate/corporations/{corporation}/history");
        await panel.Sees("Not allowed");
    }

    [GeneratedRegex(@"/sign-in\?returnTo=")]
    private static partial Regex SignInAddress();
}
