using CameraGrid.Gateway.Auth;
using CameraGrid.Standalone;
using CameraGrid.Tests.Support;
using Microsoft.Playwright;

namespace CameraGrid.Tests.EndToEnd;

/// <summary>A grid of one camera with accounts, and a browser. The account of the start is "admin".</summary>
internal sealed class GuardedGrid : IAsyncDisposable
{
    public const string Password = "correct horse battery";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("camgrid-sign-in-");
    private StandaloneHost? _host;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Uri Address => _host!.Address;

    /// <param name="withAccount">Else nobody has to sign in.</param>
    public async Task StartAsync(bool withAccount = true)
    {
        Assertions.SetDefaultExpectTimeout((float)GridPage.Patience.TotalMilliseconds);
        _playwright = await Playwright.CreateAsync();
        _browser = await Chromium.LaunchAsync(_playwright);
        _host = await StandaloneHost.StartAsync(
            [
                "--CAMGRID_URL=http://127.0.0.1:0",
                $"--CAMGRID_DATA={_data.FullName}",
                .. withAccount ? [$"--CAMGRID_ADMIN_PASSWORD={Password}"] : Array.Empty<string>(),
                "--Logging:LogLevel:Default=Error",
                "--CAMERA_1_NAME=Yard",
                "--CAMERA_1_URL=rtsp://127.0.0.1:1/",
            ],
            Token
        );
    }

    public async ValueTask DisposeAsync()
    {
        await (_browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        _playwright?.Dispose();
        await (_host?.DisposeAsync() ?? ValueTask.CompletedTask);
        _data.Delete(recursive: true);
    }

    /// <summary>Opens a page in a browser of its own, without any session.</summary>
    public async Task<IPage> OpenAsync(string path, bool withScripts = true)
    {
        var context = await _browser!.NewContextAsync(
            new BrowserNewContextOptions { BaseURL = Address.AbsoluteUri, JavaScriptEnabled = withScripts }
        );
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);
        return page;
    }

    /// <summary>Fills the sign-in page, which the browser is at.</summary>
    public static async Task SignInAsync(IPage page, string password, string name = "admin")
    {
        await page.FillAsync("#name", name);
        await page.FillAsync("#password", password);
        await page.ClickAsync("button[type=submit]");
    }

    /// <summary>Runs <c>./camgrid</c> with a password of its own, which is not <see cref="Password"/>.</summary>
    public Task<int> CommandAsync(params string[] args) => CommandAsync(TextWriter.Null, args);

    public Task<int> CommandAsync(TextWriter output, params string[] args) =>
        StandaloneAccounts.RunAsync(
            _data.FullName,
            store => AccountCommand.RunAsync(args, store, () => $"{Password}, another", output, TextWriter.Null)
        );
}
