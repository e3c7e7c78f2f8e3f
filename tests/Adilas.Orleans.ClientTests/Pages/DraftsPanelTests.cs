using System.Globalization;
using System.Net;
using Adilas.Hosts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Adilas.Pages;

public sealed class DraftsPanelTests(BrowserFixture chromium, StandaloneFixture standalone) : PageTests(chromium, standalone)
{
    private readonly string theme = StandaloneFixture.NewId("t");

    private string Scope => $"theme:{theme}";

    [Fact]
    public async Task What_needs_a_second_person_is_kept_approved_by_another_and_applied()
    {
        using var api = await Standalone.Operator();
        await using var author = await Operator();
        await author.Go($"/operate/settings/{Scope}");
        await author.Sees("No change of this layer waits");

        await author.Editor("Settings as JSON").FillAsync("""{"prices":{"tax":19}}""");
        await author.Button("Review changes").ClickAsync();
        await author.Sees("Another has to approve this");
        await Expect(author.Button("Save")).ToBeDisabledAsync();
        await author.Button("Keep as draft").ClickAsync();
        await author.Sees("Say why");
        await author.Field("Reason").FillAsync("The new rate");
        Assert.Empty(await author.Findings());
        await FitsNarrow(author);
        await author.Button("Keep as draft").ClickAsync();

        await Expect(author.OpenDialog).ToHaveCountAsync(0);
        var line = author.Page.Locator("[data-draft]");
        await Expect(line).ToContainTextAsync("The new rate");
        await Expect(line).ToContainTextAsync("Needs approval");
        await line.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(author.OpenDialog.Locator("ins")).ToHaveTextAsync("19");
        await author.Sees("This draft is yours, so that is anybody else who may write these settings.");
        await Expect(author.Button("Withdraw")).ToHaveCountAsync(1);
        await Expect(author.Button("Approve")).ToHaveCountAsync(0);
        await Expect(author.Button("Apply now")).ToHaveCountAsync(0);
        Assert.Empty(await author.Findings());

        await using var second = await Anonymous();
        await second.SignIn((await api.NewKey(null, "settings:read", "settings:write", "corporations:read")).Key);
        await second.Go($"/operate/settings/{Scope}");
        await second.Page.Locator("[data-draft]").GetByRole(AriaRole.Button).ClickAsync();
        await second.Sees("You may, if you agree");
        await Expect(second.Button("Apply now")).ToHaveCountAsync(0);
        await second.Button("Approve").ClickAsync();
        await Expect(second.OpenDialog).ToHaveCountAsync(0);
        await Expect(second.Page.Locator("[data-draft]")).ToContainTextAsync("Approved");

        await second.Page.Locator("[data-draft]").GetByRole(AriaRole.Button).ClickAsync();
        await second.Sees("Approved by");
        Assert.Empty(await second.Findings());
        await FitsNarrow(second);
        await second.Button("Apply now").ClickAsync();

        await second.Sees("Version 1");
        await Expect(author.Page.Locator("[data-draft]")).ToContainTextAsync("Applied");
        Assert.Equal(("19", "key:operator"), ((await api.Get($"/api/v1/settings/{Scope}")).Text("document.prices.tax"), (await api.Get($"/api/v1/settings/{Scope}")).Text("actor")));
    }

    [Fact]
    public async Task A_draft_is_rejected_with_a_reason_and_one_that_is_stale_says_so()
    {
        using var api = await Standalone.Operator();
        await api.Put($"/api/v1/settings/{Scope}", """{"document":{"custom":{"a":1}}}""");
        await api.Post($"/api/v1/settings/{Scope}/drafts", """{"kind":"replace","document":{"custom":{"a":2}},"reason":"All anew"}""");
        await api.Patch($"/api/v1/settings/{Scope}", """{"document":{"custom":{"b":2}}}""");
        await using var panel = await Operator();
        await panel.Go($"/operate/settings/{Scope}");

        await panel.Page.Locator("[data-draft]").GetByRole(AriaRole.Button).ClickAsync();
        await panel.Sees("It cannot be applied as things stand");
        await Expect(panel.Button("Apply now")).ToBeDisabledAsync();
        await panel.Button("Reject").ClickAsync();
        await panel.Sees("Say why");
        await panel.Field("Why it is rejected").FillAsync("Somebody was faster");
        await panel.Button("Reject").ClickAsync();

        await Expect(panel.Page.Locator("[data-draft]")).ToContainTextAsync("Rejected");
        await panel.Page.Locator("[data-draft]").GetByRole(AriaRole.Button).ClickAsync();
        await panel.Sees("Somebody was faster");
        await Expect(panel.Button("Withdraw")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_corporations_setting_is_kept_for_a_later_time()
    {
        using var api = await Standalone.Operator();
        var id = await api.NewCorporation();
        await using var panel = await Operator();
        await panel.Go($"/operate/corporations/{id}/settings");

        await panel.Button("Change images.width").ClickAsync();
        await panel.Field("Value, pixels").FillAsync("900");
        await panel.Button("Review").ClickAsync();
        await panel.Field("Reason").FillAsync("From May on");
        await panel.OpenDialog.GetByText("Keep it as a draft, or for later").ClickAsync();
        await panel.Field("From when on, in UTC").FillAsync("2020-01-01T00:00");
        await panel.Button("Keep as draft").ClickAsync();
        await panel.Sees("'effectiveAt' must lie in the future.");
        var time = DateTime.UtcNow.AddDays(30);
        await panel.Field("From when on, in UTC").FillAsync(time.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture));
        Assert.Empty(await panel.Findings());
        await panel.Button("Keep as draft").ClickAsync();

        var line = panel.Page.Locator("[data-draft]");
        await Expect(line).ToContainTextAsync("From May on");
        await Expect(line).ToContainTextAsync("Scheduled");
        await Expect(line).ToContainTextAsync("in 29 days");
        await panel.Sees("A change waits as a draft");
        var drafts = (await api.Get($"/api/v1/settings/corporation:{id}/drafts")).Is(HttpStatusCode.OK);
        var draft = Assert.Single(drafts.Json("items").EnumerateArray());
        Assert.StartsWith(time.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture), draft.GetProperty("effectiveAt").GetString(), StringComparison.Ordinal);
        Assert.Empty(await panel.Findings());

        await line.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(panel.OpenDialog).ToContainTextAsync("To hold from in 29 days");
        await panel.Button("Withdraw").ClickAsync();
        await Expect(line).ToContainTextAsync("Withdrawn");
        await FitsNarrow(panel);
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
