using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CameraGrid.Tests.EndToEnd;

/// <summary>The page of accounts, in a browser.</summary>
public sealed class AccountsTests : IAsyncLifetime
{
    private const string First = "staple battery horse";
    private const string Second = "horse staple battery";

    private readonly GuardedGrid _grid = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _grid.DisposeAsync();

    [Fact]
    public async Task A_viewer_is_added_changes_the_password_and_is_out_when_removed()
    {
        await _grid.StartAsync();
        var admin = await OpenAccountsAsync();
        var accounts = admin.GetByRole(AriaRole.Region, new() { Name = "Accounts" });
        await AddAsync(accounts, "Ann", "too short");
        var password = accounts.GetByLabel("Password", new() { Exact = true });
        await Expect(password).ToBeFocusedAsync();
        await Expect(password).ToHaveAccessibleDescriptionAsync("A password has 12 to 1024 characters.");
        await AddAsync(accounts, "Ann", First);
        await Expect(accounts.GetByRole(AriaRole.Status)).ToHaveTextAsync("ann may sign in.");
        await Expect(accounts.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(2);

        var elsewhere = await SignedInAsync("ann", First);
        var viewer = await SignedInAsync("ann", First);
        await viewer.GetByRole(AriaRole.Link, new() { Name = "ann" }).ClickAsync();
        await Expect(viewer.GetByRole(AriaRole.Heading, new() { Level = 2 })).ToHaveTextAsync(["Your password"]);
        await ChangeAsync(viewer, "a wrong password", Second);
        await Expect(viewer.GetByLabel("Current password", new() { Exact = true }))
            .ToHaveAccessibleDescriptionAsync("The current password is wrong.");
        await ChangeAsync(viewer, First, Second);
        await Expect(viewer.GetByRole(AriaRole.Status)).ToContainTextAsync("Changed");
        await Expect(elsewhere).ToHaveURLAsync($"{_grid.Address}login?return=%2F");
        await viewer.GetByRole(AriaRole.Link, new() { Name = "Grid" }).ClickAsync();
        await Expect(viewer.Locator("article.tile")).ToHaveCountAsync(1);

        await RemoveAsync(admin, "ann", "Keep");
        await Expect(admin.GetByRole(AriaRole.Button, new() { Name = "Remove ann" })).ToBeFocusedAsync();
        await RemoveAsync(admin, "ann", "Remove");
        await Expect(accounts.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(1);
        await Expect(viewer).ToHaveURLAsync($"{_grid.Address}login?return=%2F");
    }

    [Fact]
    public async Task The_last_admin_stays_and_another_ones_password_can_be_set()
    {
        await _grid.StartAsync();
        Assert.Equal(0, await _grid.CommandAsync("user", "add", "ann"));
        var admin = await OpenAccountsAsync();

        await RemoveAsync(admin, "admin", "Remove");
        await Expect(admin.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Make another admin first" }))
            .ToBeVisibleAsync();
        await admin.Keyboard.PressAsync("Escape");

        await admin.GetByRole(AriaRole.Button, new() { Name = "Set the password of ann" }).ClickAsync();
        var password = admin.GetByLabel("New password of ann", new() { Exact = true });
        await Expect(password).ToBeFocusedAsync();
        await password.FillAsync(Second);
        await password.PressAsync("Enter");
        await Expect(password).ToHaveCountAsync(0);
        await SignedInAsync("ann", Second);
    }

    [Fact]
    public async Task A_kiosks_link_is_shown_once_opens_the_grid_and_is_revoked()
    {
        await _grid.StartAsync();
        var admin = await OpenAccountsAsync();
        var kiosks = admin.GetByRole(AriaRole.Region, new() { Name = "Kiosk links" });
        await kiosks.GetByLabel("Name").FillAsync("hall");
        await kiosks.GetByRole(AriaRole.Button, new() { Name = "Make link" }).ClickAsync();
        var link = await kiosks.GetByLabel("Link of hall", new() { Exact = true }).InputValueAsync();
        await kiosks.GetByRole(AriaRole.Button, new() { Name = "Copy" }).ClickAsync();
        await Expect(kiosks.GetByRole(AriaRole.Button, new() { Name = "Copied" })).ToBeVisibleAsync();

        var screen = await _grid.OpenAsync(link);
        await Expect(screen).ToHaveURLAsync($"{_grid.Address}?kiosk");
        await Expect(screen.Locator("article.tile")).ToHaveCountAsync(1);
        await admin.ReloadAsync();
        await Expect(kiosks.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(1);
        await Expect(kiosks.GetByLabel("Link of hall", new() { Exact = true })).ToHaveCountAsync(0);

        await kiosks.GetByRole(AriaRole.Button, new() { Name = "Revoke the link of hall" }).ClickAsync();
        await kiosks.GetByRole(AriaRole.Button, new() { Name = "Revoke", Exact = true }).ClickAsync();
        await Expect(kiosks.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(0);
        await Expect(screen).ToHaveURLAsync($"{_grid.Address}login?return=%2F%3Fkiosk");
    }

    [Fact]
    public async Task Without_an_account_it_says_how_to_make_one_and_then_asks_to_sign_in()
    {
        await _grid.StartAsync(withAccount: false);
        var page = await _grid.OpenAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "Accounts" }).ClickAsync();
        await Expect(page.GetByLabel("Command", new() { Exact = true })).ToHaveValueAsync("./camgrid user add NAME");

        Assert.Equal(0, await _grid.CommandAsync("user", "add", "ann"));

        await Expect(page).ToHaveURLAsync($"{_grid.Address}login?return=%2Faccounts");
        await GuardedGrid.SignInAsync(page, $"{GuardedGrid.Password}, another", "ann");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 2 }))
            .ToHaveTextAsync(["Accounts", "Kiosk links", "Your password"]);
    }

    private async Task<IPage> OpenAccountsAsync()
    {
        var page = await _grid.OpenAsync("/accounts");
        await GuardedGrid.SignInAsync(page, GuardedGrid.Password);
        return page;
    }

    private async Task<IPage> SignedInAsync(string name, string password)
    {
        var page = await _grid.OpenAsync("/");
        await GuardedGrid.SignInAsync(page, password, name);
        await Expect(page.Locator("article.tile")).ToHaveCountAsync(1);
        return page;
    }

    private static async Task AddAsync(ILocator accounts, string name, string password)
    {
        await accounts.GetByLabel("Name").FillAsync(name);
        await accounts.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await accounts.GetByRole(AriaRole.Button, new() { Name = "Add account" }).ClickAsync();
    }

    private static async Task ChangeAsync(IPage page, string current, string password)
    {
        await page.GetByLabel("Current password", new() { Exact = true }).FillAsync(current);
        await page.GetByLabel("New password", new() { Exact = true }).FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Change password" }).ClickAsync();
    }

    private static async Task RemoveAsync(IPage page, string name, string answer)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = $"Remove {name}" }).ClickAsync();
        await page.GetByRole(AriaRole.Group)
            .GetByRole(AriaRole.Button, new() { Name = answer, Exact = true })
            .ClickAsync();
    }
}
