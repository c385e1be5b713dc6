using Microsoft.Playwright;

namespace CameraGrid.Tests.EndToEnd;

/// <summary>A grid that asks to sign in, in a browser.</summary>
public sealed class SignInTests : IAsyncLifetime
{
    private readonly GuardedGrid _grid = new();

    public async ValueTask InitializeAsync() => await _grid.StartAsync();

    public ValueTask DisposeAsync() => _grid.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_wrong_password_is_told_in_place_and_the_right_one_leads_to_the_page_asked_for(bool withScripts)
    {
        var page = await _grid.OpenAsync("/status", withScripts);
        await Assertions.Expect(page).ToHaveURLAsync($"{_grid.Address}login?return=%2Fstatus");
        await Assertions.Expect(page.Locator("#wrong")).ToBeHiddenAsync();

        await GuardedGrid.SignInAsync(page, "a wrong password");
        await Assertions.Expect(page.Locator("#wrong")).ToBeVisibleAsync();
        if (withScripts)
        {
            await Assertions.Expect(page.Locator("#name")).ToHaveValueAsync("admin");
            await Assertions.Expect(page.Locator("#password")).ToBeFocusedAsync();
        }

        await GuardedGrid.SignInAsync(page, GuardedGrid.Password);
        await Assertions.Expect(page).ToHaveURLAsync($"{_grid.Address}status{(withScripts ? "" : "#wrong")}");
        if (withScripts)
        {
            await Assertions.Expect(page.Locator(".account-name")).ToHaveTextAsync("admin");
            await page.ClickAsync(".sign-out");
            await Assertions.Expect(page).ToHaveURLAsync($"{_grid.Address}login");
        }
    }

    [Fact]
    public async Task A_page_whose_session_ends_asks_to_sign_in_by_itself_and_comes_back()
    {
        var page = await _grid.OpenAsync("/?cameras=yard");
        await GuardedGrid.SignInAsync(page, GuardedGrid.Password);
        await Assertions.Expect(page.Locator("article.tile")).ToHaveCountAsync(1);

        Assert.Equal(0, await _grid.CommandAsync("user", "password", "admin"));

        await Assertions.Expect(page).ToHaveURLAsync($"{_grid.Address}login?return=%2F%3Fcameras%3Dyard");
        await GuardedGrid.SignInAsync(page, $"{GuardedGrid.Password}, another");
        await Assertions.Expect(page).ToHaveURLAsync($"{_grid.Address}?cameras=yard");
        await Assertions.Expect(page.Locator("article.tile")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_kiosks_link_shows_the_grid_until_it_is_revoked()
    {
        var told = new StringWriter();
        Assert.Equal(0, await _grid.CommandAsync(told, "kiosk", "add", "hall"));
        var link = told.ToString().Split('\n').Single(line => line.StartsWith("/enter#", StringComparison.Ordinal));

        var page = await _grid.OpenAsync(link);

        await Assertions.Expect(page).ToHaveURLAsync($"{_grid.Address}?kiosk");
        await Assertions.Expect(page.Locator("article.tile")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("header.bar")).ToHaveCountAsync(0);

        Assert.Equal(0, await _grid.CommandAsync("kiosk", "remove", "hall"));
        await Assertions.Expect(page).ToHaveURLAsync($"{_grid.Address}login?return=%2F%3Fkiosk");
        await page.GotoAsync(link);
        await Assertions.Expect(page.Locator("#no-kiosk")).ToBeVisibleAsync();
    }
}
