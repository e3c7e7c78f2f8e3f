using System.Net;
using System.Text.RegularExpressions;
using Adilas.Hosts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Adilas.Pages;

public sealed class SchedulePagesTests(BrowserFixture chromium, StandaloneFixture standalone) : PageTests(chromium, standalone)
{
    [Fact]
    public async Task A_schedule_is_made_with_its_next_times_in_view_changed_and_removed_with_a_way_back()
    {
        using var api = await Standalone.Operator();
        var id = await api.NewCorporation();
        var path = $"/api/v1/corporations/{id}/schedules/nightly";
        await using var panel = await Operator();
        await panel.Go($"/operate/corporations/{id}/schedules");
        await panel.Sees("No schedules yet");

        await panel.Button("New schedule").ClickAsync();
        await panel.OpenDialog.GetByLabel("Name").FillAsync("nightly");
        await panel.OpenDialog.GetByLabel("Cron expression").FillAsync("every night");
        await Expect(panel.OpenDialog.GetByLabel("Cron expression")).ToHaveAttributeAsync("aria-invalid", "true");
        await panel.OpenDialog.GetByLabel("Cron expression").FillAsync("30 2 * * *");
        await panel.OpenDialog.GetByLabel("Time zone").FillAsync("Europe/Berlin");
        await Expect(panel.OpenDialog.Locator(".upcoming li")).ToHaveCountAsync(5);
        await Expect(panel.OpenDialog.Locator(".upcoming li").First).ToContainTextAsync(new Regex(@"02:30:00 \+0[12]:00"));
        await Expect(panel.OpenDialog.Locator("td.on").First).ToBeVisibleAsync();
        await panel.OpenDialog.GetByLabel("Kind of its jobs").FillAsync("noop");
        Assert.Empty(await panel.Findings());
        await panel.Button("Make it").ClickAsync();

        await Expect(panel.Page).ToHaveURLAsync(new Regex("/schedules/nightly$"));
        Assert.Equal(("30 2 * * *", "Europe/Berlin"), ((await api.Get(path)).Text("cron"), (await api.Get(path)).Text("zone")));
        await panel.Button("Run now").ClickAsync();
        await Expect(panel.Page.GetByRole(AriaRole.Region, new() { Name = "What became of its times" })).ToContainTextAsync("Succeeded");

        await panel.Button("Pause").ClickAsync();
        await Expect(panel.Page.Locator(".head .badge")).ToContainTextAsync("Paused");
        await panel.Button("Undo").ClickAsync();
        await Expect(panel.Page.Locator(".head .badge")).ToContainTextAsync("On");
        await panel.Button("Change…").ClickAsync();
        await panel.OpenDialog.GetByLabel("Cron expression").FillAsync("0 4 * * *");
        await panel.Button("Change it").ClickAsync();
        await Expect(panel.Page.GetByText("0 4 * * * Europe/Berlin")).ToBeVisibleAsync();
        await Fits(panel);

        await panel.Button("Remove").ClickAsync();
        await panel.Sees("It is removed");
        (await api.Get(path)).IsProblem(HttpStatusCode.NotFound, "schedule-unknown", "name");
        await panel.Button("Undo").ClickAsync();
        await Expect(panel.Page.GetByText("0 4 * * * Europe/Berlin")).ToBeVisibleAsync();
        Assert.Equal("0 4 * * *", (await api.Get(path)).Text("cron"));
    }

    [Fact]
    public async Task The_list_shows_what_became_of_the_last_time()
    {
        using var api = await Standalone.Operator();
        var id = await api.NewCorporation();
        (await api.Put($"/api/v1/corporations/{id}/schedules/often", """{"everySeconds":1,"queue":"q","kind":"noop","note":"All the time"}""")).Is(HttpStatusCode.OK);
        await using var panel = await Operator();

        await panel.Go($"/operate/corporations/{id}/schedules");

        var row = panel.Page.Locator(".rz-data-row");
        await Expect(row).ToContainTextAsync("All the time");
        await Expect(row).ToContainTextAsync("Succeeded");
        await panel.Button("Pause often").ClickAsync();
        await Expect(row).ToContainTextAsync("not while paused");
        await Fits(panel);
    }

    private static async Task Fits(Panel panel)
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
