using Adilas.Hosts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Adilas.Pages;

public sealed class StacksPageTests(BrowserFixture chromium, StandaloneFixture standalone) : PageTests(chromium, standalone)
{
    [Fact]
    public async Task A_stack_is_registered_given_more_room_and_maintained()
    {
        var id = StandaloneFixture.NewId("stack");
        await using var panel = await Operator();
        await panel.Go("/operate/stacks");

        await panel.Button("Register stack").ClickAsync();
        await panel.OpenDialog.GetByLabel("Id").FillAsync(id);
        await panel.OpenDialog.GetByLabel("Kind").SelectOptionAsync("dedicated");
        await panel.OpenDialog.GetByLabel("Corporations it may hold").FillAsync("0");
        await panel.Button("Register").ClickAsync();
        await Expect(panel.OpenDialog.GetByLabel("Corporations it may hold")).ToHaveAttributeAsync("aria-invalid", "true");
        await panel.OpenDialog.GetByLabel("Corporations it may hold").FillAsync("10");
        await panel.Button("Register").ClickAsync();

        var row = panel.Page.Locator(".rz-data-row").Filter(new() { HasText = id });
        await Expect(row).ToContainTextAsync("0 of 10");
        await Expect(row).ToContainTextAsync("Dedicated");
        await row.GetByRole(AriaRole.Button, new() { Name = $"Capacity… of {id}" }).ClickAsync();
        await panel.OpenDialog.GetByLabel("Corporations it may hold").FillAsync("25");
        await panel.Button("Set capacity").ClickAsync();
        await Expect(row).ToContainTextAsync("0 of 25");

        await row.GetByRole(AriaRole.Button, new() { Name = $"Maintenance… of {id}" }).ClickAsync();
        await panel.OpenDialog.GetByLabel("Until, UTC").FillAsync(DateTime.UtcNow.AddHours(2).ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture));
        await panel.OpenDialog.GetByLabel("Reason").FillAsync("new disks");
        await panel.Button("Set maintenance").ClickAsync();
        await Expect(row).ToContainTextAsync("Maintained until");
        await Expect(row).ToContainTextAsync("new disks");
        await row.GetByRole(AriaRole.Button, new() { Name = $"Maintenance… of {id}" }).ClickAsync();
        await panel.Button("End maintenance").ClickAsync();
        await Expect(row).Not.ToContainTextAsync("Maintained until");
    }

    [Fact]
    public async Task The_silos_are_shown_with_status_version_and_activations()
    {
        await using var panel = await Operator();

        await panel.Go("/operate/stacks");

        var silo = panel.Page.GetByRole(AriaRole.Region, new() { Name = "Silos" }).Locator(".rz-data-row");
        await Expect(silo).ToHaveCountAsync(1);
        await Expect(silo).ToContainTextAsync("Active");
        await Expect(silo).ToContainTextAsync("0.1.0");
        await Expect(silo.Locator("td").Nth(3)).ToContainTextAsync(new System.Text.RegularExpressions.Regex("[1-9][0-9]*"));
        await panel.Link("Orleans dashboard").ClickAsync();
        await Expect(panel.Page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex("Dashboard"));
    }
}
