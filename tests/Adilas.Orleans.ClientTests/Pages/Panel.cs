using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Adilas.Pages;

/// <summary>One browser window on the control panel. It keeps whatever a page complains about: a test ends with none of it.</summary>
internal sealed class Panel : IAsyncDisposable
{
    private readonly List<string> complaints = [];

    private Panel(IPage page)
    {
        Page = page;
        page.Console += (_, message) =>
        {
            // A status of 4xx or 5xx is an answer; tests that want one look at it themselves.
            if (message.Type is "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)) complaints.Add(message.Text);
        };
        page.PageError += (_, error) => complaints.Add(error);
    }

    public IPage Page { get; }

    /// <summary>Whether the test breaks something that a browser rightly reports.</summary>
    public bool MayComplain { get; set; }

    public static async Task<Panel> Open(IBrowser browser, BrowserNewContextOptions options)
    {
        var context = await browser.NewContextAsync(options);
        context.SetDefaultTimeout(20_000);
        SetDefaultExpectTimeout(20_000);
        return new Panel(await context.NewPageAsync());
    }

    public async Task SignIn(string key)
    {
        await Page.GotoAsync("/sign-in");
        await Page.GetByLabel("Operator key").FillAsync(key);
        await Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/$"));
    }

    /// <summary>Opens a page and waits until it is connected and shows what it loaded.</summary>
    public async Task Go(string path)
    {
        await Page.GotoAsync(path);
        await Ready();
    }

    public async Task Ready()
    {
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveCountAsync(1);
        await Expect(Page.Locator(".skeleton")).ToHaveCountAsync(0);
    }

    /// <summary>What an accessibility checker finds wrong, as sentences; what is gone once everything is drawn does not count.</summary>
    public async Task<IReadOnlyList<string>> Findings()
    {
        List<string> findings = [];
        await Settles(async () =>
        {
            var result = await Page.RunAxe();
            findings = [.. result.Violations.Select(violation => $"{violation.Id} ({violation.Impact}): {string.Join(" | ", violation.Nodes.Select(node => node.Html))}")];
            return findings.Count == 0;
        });
        return findings;
    }

    /// <summary>Whether it still does once everything is drawn.</summary>
    public async Task<bool> ScrollsSideways() =>
        !await Settles(() => Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));

    /// <summary>Looks again for a while, because a browser draws after it answered.</summary>
    private static async Task<bool> Settles(Func<Task<bool>> isRight)
    {
        var cancelled = TestContext.Current.CancellationToken;
        var deadline = DateTime.UtcNow + TimeSpan.FromSeconds(5);
        while (!await isRight())
        {
            if (DateTime.UtcNow > deadline) return false;
            await Task.Delay(100, cancelled);
        }

        return true;
    }

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    /// <summary>A text area that the browser has made an editor.</summary>
    public ILocator Editor(string label) => Page.Locator($".cm-content[aria-label='{label}']");

    public ILocator Field(string label, bool exact = false) => Page.GetByLabel(label, new() { Exact = exact });

    public ILocator OpenDialog => Page.Locator("dialog[open]");

    public Task Sees(string text) => Expect(Page.GetByText(text).First).ToBeVisibleAsync();

    public async ValueTask DisposeAsync()
    {
        await Page.Context.CloseAsync();
        if (!MayComplain) Assert.Empty(complaints);
    }
}
