using System.Text.RegularExpressions;
using Adilas.Hosts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Adilas.Pages;

public sealed class DriftPageTests(BrowserFixture chromium, StandaloneFixture standalone) : PageTests(chromium, standalone)
{
    [Fact]
    public async Task Two_are_compared_searched_and_paged_and_nothing_that_differs_is_said_so()
    {
        using var api = await Standalone.Operator();
        var many = string.Join(',', Enumerable.Range(0, 60).Select(number => $"\"n{number:00}\":{number}"));
        var one = await api.NewCorporation($$$"""{"custom":{{{{many}}}},"images":{"width":701}}""");
        var other = await api.NewCorporation();
        await using var panel = await Operator();
        await panel.Go("/operate/drift");
        await panel.Sees("Nothing is compared yet");

        await panel.Field("One").FillAsync(one);
        await panel.Sees($"{one} is no layer");
        await panel.Field("One").FillAsync($"corporation:{one}");
        await panel.Sees("Name the other, too.");
        await panel.Field("Other").FillAsync($"corporation:{other}");

        var rows = panel.Page.GetByRole(AriaRole.Region, new() { Name = "What differs" }).Locator(".rz-data-row");
        await Expect(rows).ToHaveCountAsync(50);
        await Expect(rows.First).ToContainTextAsync("custom.n00");
        await Expect(rows.First).ToContainTextAsync("nobody says anything");
        await panel.Link("Next page").ClickAsync();
        await Expect(rows).ToHaveCountAsync(11);
        await Expect(rows.Last).ToContainTextAsync("images.width");
        await Expect(rows.Last).ToContainTextAsync(new Regex("701.*760", RegexOptions.Singleline));

        await panel.Field("Search").FillAsync("width");
        await Expect(rows).ToHaveCountAsync(1);
        await panel.Page.GetByText("Show as command").First.ClickAsync();
        await panel.Sees($"adilas settings drift corporation:{one} corporation:{other} --query width");
        await panel.Field("Search").FillAsync("no-such-thing");
        await panel.Sees("Nothing matches");
        await panel.Button("Show all that differs").ClickAsync();
        await Expect(rows).ToHaveCountAsync(50);

        await panel.Field("Other").FillAsync($"corporation:{one}");
        await panel.Sees("Nothing differs");
        await panel.Field("Other").FillAsync("corporation:nobody");
        await panel.Sees("There is no such corporation");
    }

    [Fact]
    public async Task Which_release_runs_where_is_told()
    {
        await using var panel = await Operator();
        await panel.Go("/operate/drift");

        var releases = panel.Page.GetByRole(AriaRole.Region, new() { Name = "Releases" });
        await Expect(releases.Locator(".rz-data-row")).ToHaveCountAsync(2);
        await Expect(releases).ToContainTextAsync("One release everywhere");
        await Expect(releases).ToContainTextAsync("Front end");
    }
}
