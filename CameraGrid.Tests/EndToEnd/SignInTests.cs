using CameraGrid.Gateway.Auth;
using CameraGrid.Standalone;
using CameraGrid.Tests.Support;
using Microsoft.Playwright;

namespace CameraGrid.Tests.EndToEnd;

/// <summary>A grid that asks to sign in, in a browser.</summary>
public sealed class SignInTests : IAsyncLifetime
{
    private const string Password = "correct horse battery";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("camgrid-sign-in-");
    private StandaloneHost? _host;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout((float)GridPage.Patience.TotalMilliseconds);
        _playwright = await Playwright.CreateAsync();
        _browser = await Chromium.LaunchAsync(_playwright);
        _host = await StandaloneHost.StartAsync(
            [
                "--CAMGRID_URL=http://127.0.0.1:0",
                $"--CAMGRID_DATA={_data.FullName}",
                $"--CAMGRID_ADMIN_PASSWORD={Password}",
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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_wrong_password_is_told_in_place_and_the_right_one_leads_to_the_page_asked_for(bool withScripts)
    {
        var page = await OpenAsync("/status", withScripts);
        await Assertions.Expect(page).ToHaveURLAsync($"{_host!.Address}login?return=%2Fstatus");
        await Assertions.Expect(page.Locator("#wrong")).ToBeHiddenAsync();

        await SignInAsync(page, "a wrong password");
        await Assertions.Expect(page.Locator("#wrong")).ToBeVisibleAsync();
        if (withScripts)
        {
            await Assertions.Expect(page.Locator("#name")).ToHaveValueAsync("admin");
            await Assertions.Expect(page.Locator("#password")).ToBeFocusedAsync();
        }

        await SignInAsync(page, Password);
        await Assertions.Expect(page).ToHaveURLAsync($"{_host.Address}status{(withScripts ? "" : "#wrong")}");
        if (withScripts)
        {
            await Assertions.Expect(page.Locator(".account-name")).ToHaveTextAsync("admin");
            await page.ClickAsync(".sign-out");
            await Assertions.Expect(page).ToHaveURLAsync($"{_host.Address}login");
        }
    }

    [Fact]
    public async Task A_page_whose_session_ends_asks_to_sign_in_by_itself_and_comes_back()
    {
        var page = await OpenAsync("/?cameras=yard");
        await SignInAsync(page, Password);
        await Assertions.Expect(page.Locator("article.tile")).ToHaveCountAsync(1);

        Assert.Equal(0, await CommandAsync("user", "password", "admin"));

        await Assertions.Expect(page).ToHaveURLAsync($"{_host!.Address}login?return=%2F%3Fcameras%3Dyard");
        await SignInAsync(page, $"{Password}, another");
        await Assertions.Expect(page).ToHaveURLAsync($"{_host.Address}?cameras=yard");
        await Assertions.Expect(page.Locator("article.tile")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_kiosks_link_shows_the_grid_until_it_is_revoked()
    {
        var told = new StringWriter();
        Assert.Equal(0, await CommandAsync(told, "kiosk", "add", "hall"));
        var link = told.ToString().Split('\n').Single(line => line.StartsWith("/enter#", StringComparison.Ordinal));

        var page = await OpenAsync(link);

        await Assertions.Expect(page).ToHaveURLAsync($"{_host!.Address}?kiosk");
        await Assertions.Expect(page.Locator("article.tile")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("header.bar")).ToHaveCountAsync(0);

        Assert.Equal(0, await CommandAsync("kiosk", "remove", "hall"));
        await Assertions.Expect(page).ToHaveURLAsync($"{_host.Address}login?return=%2F%3Fkiosk");
        await page.GotoAsync(link);
        await Assertions.Expect(page.Locator("#no-kiosk")).ToBeVisibleAsync();
    }

    private async Task<IPage> OpenAsync(string path, bool withScripts = true)
    {
        var context = await _browser!.NewContextAsync(
            new BrowserNewContextOptions { BaseURL = _host!.Address.AbsoluteUri, JavaScriptEnabled = withScripts }
        );
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);
        return page;
    }

    private static async Task SignInAsync(IPage page, string password)
    {
        await page.FillAsync("#name", "admin");
        await page.FillAsync("#password", password);
        await page.ClickAsync("button[type=submit]");
    }

    private Task<int> CommandAsync(params string[] args) => CommandAsync(TextWriter.Null, args);

    private Task<int> CommandAsync(TextWriter output, params string[] args) =>
        StandaloneAccounts.RunAsync(
            _data.FullName,
            store => AccountCommand.RunAsync(args, store, () => $"{Password}, another", output, TextWriter.Null)
        );
}
