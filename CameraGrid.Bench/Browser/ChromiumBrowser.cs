using Microsoft.Playwright;

namespace CameraGrid.Bench.Browser;

/// <summary>A headless Chromium of the system.</summary>
internal sealed class ChromiumBrowser : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private ChromiumBrowser(IPlaywright playwright, IBrowser browser)
    {
        _playwright = playwright;
        _browser = browser;
    }

    /// <summary>The program, from <c>CAMGRID_CHROMIUM</c>.</summary>
    public static string Executable =>
        Environment.GetEnvironmentVariable("CAMGRID_CHROMIUM") is { Length: > 0 } path ? path : "/usr/bin/chromium";

    /// <summary>The size of every page.</summary>
    public static ViewportSize Viewport { get; } = new() { Width = 1280, Height = 720 };

    private static string[] Arguments =>
        [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--autoplay-policy=no-user-gesture-required",
        ];

    public static async Task<ChromiumBrowser> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        try
        {
            var browser = await playwright.Chromium.LaunchAsync(
                new BrowserTypeLaunchOptions
                {
                    ExecutablePath = Executable,
                    Headless = true,
                    Args = Arguments,
                    // This process closes it when a signal comes.
                    HandleSIGINT = false,
                    HandleSIGTERM = false,
                    HandleSIGHUP = false,
                }
            );
            return new ChromiumBrowser(playwright, browser);
        }
        catch (PlaywrightException exception)
        {
            playwright.Dispose();
            throw new BenchmarkException(
                $"Chromium ({Executable}) cannot be started; CAMGRID_CHROMIUM names another one. {exception.Message}",
                exception
            );
        }
    }

    /// <summary>A page of a new profile: nothing is cached.</summary>
    /// <param name="script">A file of this folder that runs before the page's own scripts.</param>
    public async Task<ChromiumPage> OpenAsync(Uri address, string script)
    {
        var profile = await _browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = Viewport });
        try
        {
            await profile.AddInitScriptAsync(await ReadAsync(script));
            var page = await profile.NewPageAsync();
            await page.GotoAsync(
                address.AbsoluteUri,
                new PageGotoOptions { WaitUntil = WaitUntilState.DOMContentLoaded }
            );
            return new ChromiumPage(profile, page);
        }
        catch (PlaywrightException exception)
        {
            await profile.DisposeAsync();
            throw new BenchmarkException($"{address} cannot be opened: {exception.Message}", exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private static async Task<string> ReadAsync(string script)
    {
        await using var stream = typeof(ChromiumBrowser).Assembly.GetManifestResourceStream(script)!;
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
