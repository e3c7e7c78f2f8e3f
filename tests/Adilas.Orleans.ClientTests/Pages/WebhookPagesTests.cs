using System.Net;
using System.Text.RegularExpressions;
using Adilas.Hosts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Adilas.Pages;

public sealed class WebhookPagesTests(BrowserFixture chromium, StandaloneFixture standalone) : PageTests(chromium, standalone)
{
    [Fact]
    public async Task A_webhook_is_made_with_a_secret_shown_once_tested_disabled_and_removed()
    {
        using var api = await Standalone.Operator();
        var id = await api.NewCorporation();
        await using var panel = await Operator();
        await panel.Go($"/operate/corporations/{id}/webhooks");
        await panel.Sees("No webhooks yet");

        await panel.Button("New webhook").ClickAsync();
        await panel.OpenDialog.GetByLabel("Address").FillAsync("ftp://partner.example/hook");
        await panel.Button("Make it").ClickAsync();
        await Expect(panel.OpenDialog.GetByLabel("Address")).ToHaveAttributeAsync("aria-invalid", "true");
        await panel.OpenDialog.GetByLabel("Address").FillAsync("http://127.0.0.1:9/hook");
        Assert.Empty(await panel.Findings());
        await panel.Button("Make it").ClickAsync();
        await Expect(panel.Page.GetByText(new Regex("^whsec_"))).ToBeVisibleAsync();
        Assert.Empty(await panel.Findings());
        await panel.Button("I have it").ClickAsync();
        await Expect(panel.Page.GetByText(new Regex("^whsec_"))).ToHaveCountAsync(0);

        await panel.Page.Locator(".rz-data-row").GetByRole(AriaRole.Link).ClickAsync();
        await panel.Sees("Nothing was sent yet.");
        await panel.Button("Send a test").ClickAsync();
        var delivery = panel.Page.Locator(".rz-data-row");
        await Expect(delivery).ToContainTextAsync("webhook.test");
        await Expect(delivery).ToContainTextAsync("Will be retried");
        await delivery.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Send again") }).ClickAsync();
        await Expect(delivery).ToHaveCountAsync(2);
        await Expect(delivery.First).ToContainTextAsync("Sent again");
        (await api.Patch($"/api/v1/corporations/{id}", """{"name":"Another name"}""")).Is(HttpStatusCode.OK);
        await Expect(delivery.First).ToContainTextAsync("corporation.changed");
        var path = $"/api/v1/corporations/{id}";
        var sent = (await api.Get($"{path}/webhooks/{new Uri(panel.Page.Url).Segments[^1]}/deliveries")).Json("items")[0].GetProperty("id").GetString();
        (await api.Post($"{path}/jobs/{sent}/cancel")).Is(HttpStatusCode.OK);
        await panel.Button("Send a span of time again…").ClickAsync();
        await panel.Sees("1 events whose delivery has ended would be sent again");
        Assert.Empty(await panel.Findings());
        await panel.Button("Send them again").ClickAsync();
        await panel.Sees("1 of 1 sent again");
        await panel.Button("Close").ClickAsync();

        await panel.Button("Disable").ClickAsync();
        await panel.Sees("It is told nothing");
        await panel.Button("Undo").ClickAsync();
        await Expect(panel.Button("Disable")).ToBeVisibleAsync();
        foreach (var scheme in new[] { ColorScheme.Dark, ColorScheme.Light })
        {
            await panel.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await panel.Page.SetViewportSizeAsync(390, 844);
            Assert.Empty(await panel.Findings());
            Assert.False(await panel.ScrollsSideways());
        }

        var webhook = new Uri(panel.Page.Url).Segments[^1];
        await panel.Button("Remove…").ClickAsync();
        await panel.OpenDialog.GetByLabel("Type its id").FillAsync(webhook);
        await panel.Button("Remove it").ClickAsync();
        await panel.Sees("No webhooks yet");
        (await api.Get($"/api/v1/corporations/{id}/webhooks/{webhook}")).IsProblem(HttpStatusCode.NotFound, "webhook-unknown", "webhook");
    }
}
