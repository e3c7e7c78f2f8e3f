using Adilas.Hosts;
using Microsoft.Playwright;

namespace Adilas.Pages;

/// <summary>Tests that look at the assembly's Standalone with the assembly's browser.</summary>
public abstract class PageTests(BrowserFixture chromium, StandaloneFixture standalone)
{
    private protected StandaloneFixture Standalone { get; } = standalone;

    private protected async Task<Uri> Address() => (await Standalone.Host).Address;

    /// <summary>Somebody's browser, with nobody signed in.</summary>
    private protected async Task<Panel> Anonymous(BrowserNewContextOptions? options = null)
    {
        options ??= new BrowserNewContextOptions();
        options.BaseURL = (await Address()).ToString();
        options.ViewportSize ??= new ViewportSize { Width = 1280, Height = 900 };
        return await Panel.Open(await chromium.Browser(), options);
    }

    /// <summary>An operator's browser. Signing in, by the page, is done once; each browser begins with what that left behind.</summary>
    private protected async Task<Panel> Operator(BrowserNewContextOptions? options = null)
    {
        options ??= new BrowserNewContextOptions();
        options.StorageState = await Session();
        return await Anonymous(options);
    }

    private async Task<string> Session()
    {
        await chromium.SigningIn.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (chromium.Session is not null) return chromium.Session;
            await using var panel = await Anonymous();
            await panel.SignIn((await Standalone.Host).OperatorKey);
            return chromium.Session = await panel.Page.Context.StorageStateAsync();
        }
        finally
        {
            chromium.SigningIn.Release();
        }
    }
}
