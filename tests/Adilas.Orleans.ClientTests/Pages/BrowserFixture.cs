using Adilas.LocalCluster;
using Adilas.Pages;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(BrowserFixture))]

namespace Adilas.Pages;

/// <summary>One real Chromium for the whole assembly, started when the first test asks for it.</summary>
public sealed class BrowserFixture : IAsyncDisposable
{
    // The machine may be closed to the outside: Chromium shall not try to reach it.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly Lazy<Task<(IPlaywright Playwright, IBrowser Browser)>> started = new(Launch);

    internal SemaphoreSlim SigningIn { get; } = new(1);

    /// <summary>What signing in as the operator left in a browser; once somebody did.</summary>
    internal string? Session { get; set; }

    internal async Task<IBrowser> Browser() => (await started.Value).Browser;

    public async ValueTask DisposeAsync()
    {
        SigningIn.Dispose();
        if (started is not { IsValueCreated: true, Value.IsCompletedSuccessfully: true }) return;
        await (await started.Value).Browser.CloseAsync();
        (await started.Value).Playwright.Dispose();
    }

    private static async Task<(IPlaywright, IBrowser)> Launch()
    {
        await Debian.EnsureInstalled("chromium");
        var playwright = await Playwright.CreateAsync();
        return (playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Headless = true, Args = Arguments }));
    }
}
