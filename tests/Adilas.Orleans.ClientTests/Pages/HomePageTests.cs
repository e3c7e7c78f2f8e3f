using Adilas.Hosts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Adilas.Pages;

public sealed class HomePageTests(BrowserFixture chromium, StandaloneFixture standalone) : PageTests(chromium, standalone)
{
    private const int MaxBytes = 100_000;

    [Fact]
    public async Task The_first_page_says_what_this_is_and_what_to_do_first()
    {
        await using var panel = await Anonymous();

        await panel.Page.GotoAsync("/");

        await Expect(panel.Page).ToHaveTitleAsync("Adilas.Orleans");
        await panel.Sees("losing a node loses no data");
        var server = (await Address()).GetLeftPart(UriPartial.Authority);
        await panel.Sees($"./adilas corporation import samples/corporations.jsonl --server {server} --key");
        await panel.Sees($"curl {server}/api/v1/corporations");
        await panel.Sees("Ready");
        foreach (var address in new[] { "/sign-in", "/operate/corporations", "/operate/stacks", "/grains", "/reference", "/health/ready" })
            await Expect(panel.Page.Locator($"a[href='{address}']").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_first_page_weighs_little_and_opens_no_connection()
    {
        await using var panel = await Anonymous();
        var network = await panel.Page.Context.NewCDPSessionAsync(panel.Page);
        var (bytes, requests, sockets) = (0.0, 0, 0);
        network.Event("Network.loadingFinished").OnEvent += (_, end) => (bytes, requests) = (bytes + end!.Value.GetProperty("encodedDataLength").GetDouble(), requests + 1);
        panel.Page.WebSocket += (_, _) => sockets++;
        await network.SendAsync("Network.enable");

        await panel.Page.GotoAsync("/", new() { WaitUntil = WaitUntilState.NetworkIdle });

        Assert.InRange(bytes, 1_000, MaxBytes);
        Assert.InRange(requests, 2, 10);
        Assert.Equal(0, sockets);
    }

    [Fact]
    public async Task An_operator_sees_how_much_there_is()
    {
        using var api = await Standalone.Operator();
        await api.NewCorporation();
        await using var panel = await Operator();

        await panel.Page.GotoAsync("/");

        var stacks = panel.Page.Locator(".figures div").Filter(new() { HasText = "Stacks" }).Locator("dd");
        Assert.InRange(int.Parse(await stacks.InnerTextAsync(), System.Globalization.CultureInfo.InvariantCulture), 1, 1000);
        await panel.Link("See the corporations").ClickAsync();
        await Expect(panel.Page.GetByRole(AriaRole.Heading, new() { Name = "Corporations", Level = 1 })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Who_types_a_wrong_address_gets_a_page_and_a_program_gets_a_problem()
    {
        await using var panel = await Anonymous();

        var answer = await panel.Page.GotoAsync("/operate/nothing-here");

        Assert.Equal(404, answer!.Status);
        await panel.Sees("There is nothing at this address");
        await Expect(panel.Button("First page").Or(panel.Link("First page"))).ToBeVisibleAsync();

        using var program = (await Standalone.Host).As(null);
        (await program.Get("/operate/nothing-here")).IsProblem(System.Net.HttpStatusCode.NotFound, "route-unknown");
    }
}
