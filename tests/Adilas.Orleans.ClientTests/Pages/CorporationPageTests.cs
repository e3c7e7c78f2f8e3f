using System.Text.RegularExpressions;
using Adilas.CommandLine;
using Adilas.Hosts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Adilas.Pages;

public sealed class CorporationPageTests(BrowserFixture chromium, StandaloneFixture standalone) : PageTests(chromium, standalone)
{
    [Fact]
    public async Task It_is_renamed_frozen_closed_and_restored_and_the_history_shows_all_of_it()
    {
        using var api = await Standalone.Operator();
        var id = await api.NewCorporation();
        await using var panel = await Operator();
        await panel.Go($"/operate/corporations/{id}");

        await panel.Button("Rename…").ClickAsync();
        await panel.Field("New name").FillAsync("Bäckerei Ñandú");
        await panel.Button("Rename").ClickAsync();
        await Expect(panel.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Bäckerei Ñandú");

        await SetMode(panel, "Frozen", "Invoice unpaid");
        await panel.Sees("Invoice unpaid");

        await panel.Button("Close…").ClickAsync();
        await panel.Sees("Kept for 30 days");
        var confirm = panel.OpenDialog.GetByRole(AriaRole.Button, new() { Name = "Close it" });
        await panel.Field("Type the name to confirm").FillAsync("bäckerei ñandú");
        await Expect(confirm).ToBeDisabledAsync();
        await panel.Field("Type the name to confirm").FillAsync("Bäckerei Ñandú");
        await confirm.ClickAsync();
        await Expect(Badge(panel)).ToHaveTextAsync("Closed");
        await panel.Sees("Everything is kept until");

        await panel.Button("Restore").ClickAsync();
        await Expect(Badge(panel)).ToHaveTextAsync("Frozen");

        await panel.Link("History").ClickAsync();
        foreach (var text in new[] { "Corporation.Change", "Acme Foods", "Bäckerei Ñandú", "Corporation.SetMode", "Invoice unpaid", "Corporation.Close", "Corporation.Restore" })
            await panel.Sees(text);
        await Expect(panel.Page.Locator(".rz-data-row").Filter(new() { HasText = "Corporation.Close" })).ToContainTextAsync("key:operator");
    }

    [Fact]
    public async Task A_mode_needs_a_reason()
    {
        using var api = await Standalone.Operator();
        await using var panel = await Operator();
        await panel.Go($"/operate/corporations/{await api.NewCorporation()}");

        await panel.Button("Change mode…").ClickAsync();
        await panel.OpenDialog.GetByLabel("Read-only").CheckAsync();
        await panel.Button("Set to read-only").ClickAsync();

        await Expect(panel.Field("Reason")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(panel.Field("Reason")).ToBeFocusedAsync();
        Assert.Empty(await panel.Findings());
        await panel.Page.Keyboard.PressAsync("Escape");
        await Expect(panel.OpenDialog).ToHaveCountAsync(0);
        await Expect(panel.Button("Change mode…")).ToBeFocusedAsync();
        await Expect(Badge(panel)).ToHaveTextAsync("Live");
    }

    [Fact]
    public async Task What_somebody_else_changes_appears_without_a_reload()
    {
        using var api = await Standalone.Operator();
        var id = await api.NewCorporation();
        await using var panel = await Operator();
        await panel.Go($"/operate/corporations/{id}");

        await api.Put($"/api/v1/corporations/{id}/mode", """{"mode":"archived","reason":"Moved away"}""");

        await Expect(Badge(panel)).ToHaveTextAsync("Archived", new() { Timeout = 5_000 });
        await panel.Sees("Moved away");
    }

    [Fact]
    public async Task Who_renames_what_somebody_renamed_meanwhile_is_told_first()
    {
        using var api = await Standalone.Operator();
        var id = await api.NewCorporation();
        await using var panel = await Operator();
        await panel.Go($"/operate/corporations/{id}");
        await panel.Button("Rename…").ClickAsync();
        await panel.Field("New name").FillAsync("Mine");

        await api.Patch($"/api/v1/corporations/{id}", """{"name":"Theirs"}""");
        await panel.Button("Rename").ClickAsync();

        await panel.Sees("Somebody was faster");
        await Expect(panel.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Theirs");
        await Expect(panel.Field("New name")).ToHaveValueAsync("Mine");
        await panel.Button("Rename").ClickAsync();
        await Expect(panel.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Mine");
    }

    [Fact]
    public async Task The_history_is_filtered_by_its_address()
    {
        using var api = await Standalone.Operator();
        var id = await api.NewCorporation();
        await api.Patch($"/api/v1/corporations/{id}", """{"name":"Second"}""");
        await using var panel = await Operator();
        await panel.Go($"/operate/corporations/{id}/history");
        await panel.Sees("Corporation.Change");

        await panel.Field("Action").FillAsync("Corporation.Change");
        await panel.Page.Keyboard.PressAsync("Tab");

        await Expect(panel.Page).ToHaveURLAsync(new Regex("action=Corporation.Change$"));
        await Expect(panel.Page.Locator(".rz-data-row")).ToHaveCountAsync(1);
        await using var colleague = await Operator();
        await colleague.Go(panel.Page.Url);
        await Expect(colleague.Page.Locator(".rz-data-row")).ToHaveCountAsync(1);
        await Expect(colleague.Page.Locator(".rz-data-row del")).ToContainTextAsync(["Acme Foods"]);

        await colleague.Go($"/operate/corporations/{id}/history?to=2001-01-01T00:00");
        await colleague.Sees("No change fits");
    }

    [Fact]
    public async Task The_command_that_is_shown_does_the_same()
    {
        using var api = await Standalone.Operator();
        var id = await api.NewCorporation();
        await using var panel = await Operator();
        await panel.Go($"/operate/corporations/{id}");
        await panel.Button("Change mode…").ClickAsync();
        await panel.OpenDialog.GetByLabel("Read-only").CheckAsync();
        await panel.Field("Reason").FillAsync("Isn't paid; \"$HOME\" `x` & more");
        await panel.OpenDialog.GetByText("Show as command").ClickAsync();
        var command = await panel.OpenDialog.Locator("pre").InnerTextAsync();

        using var shell = new CommandRun();
        shell.With("ADILAS_SERVER", (await Address()).ToString()).With("ADILAS_KEY", (await Standalone.Host).OperatorKey);
        var script = shell.WriteFile("command.sh", $"adilas() {{ '{CommandRun.Executable}' \"$@\"; }}\n{command}\n");
        using var process = shell.StartProgram("bash", script);
        var result = await CommandRun.End(process);

        Assert.True(result.ExitCode == 0, result.Err);
        var changed = await api.Get($"/api/v1/corporations/{id}");
        Assert.Equal(("readOnly", "Isn't paid; \"$HOME\" `x` & more"), (changed.Text("mode"), changed.Text("modeReason")));
    }

    [Fact]
    public async Task Nothing_under_an_id_is_said_in_words_and_leads_on()
    {
        await using var panel = await Operator();

        await panel.Go($"/operate/corporations/{StandaloneFixture.NewId("none")}");

        await panel.Sees("There is no such corporation");
        await panel.Link("Create one").ClickAsync();
        await Expect(panel.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Create a corporation");
    }

    private static async Task SetMode(Panel panel, string mode, string reason)
    {
        await panel.Button("Change mode…").ClickAsync();
        await panel.OpenDialog.GetByLabel(mode).CheckAsync();
        await panel.Field("Reason").FillAsync(reason);
        await panel.Button($"Set to {mode.ToLowerInvariant()}").ClickAsync();
        await Expect(Badge(panel)).ToHaveTextAsync(mode);
    }

    private static ILocator Badge(Panel panel) => panel.Page.Locator(".head .badge").First;
}
