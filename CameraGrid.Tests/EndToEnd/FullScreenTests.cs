using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CameraGrid.Tests.EndToEnd;

[Collection(SharedProduct.Name)]
public sealed class FullScreenTests(Product product)
{
    private const string MainVideo = "video[data-role=main]";

    [Fact]
    public async Task A_double_click_shows_the_main_stream_and_Escape_leads_back()
    {
        await using var page = await product.OpenAsync("?cameras=cam1,cam4");
        await page.AllAsync("playing");
        var tile = page.Tile("cam1");
        await Expect(tile).ToHaveAttributeAsync("data-stream", "sub");

        await tile.DblClickAsync();

        await Expect(tile).ToHaveAttributeAsync("data-stream", "main");
        await Expect(tile.Locator(MainVideo)).ToHaveJSPropertyAsync("videoWidth", 1280);
        var box = await tile.BoundingBoxAsync();
        Assert.Equal((1600, 900), (box!.Width, box.Height));
        await page.PicturesChangeAsync("cam1");
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(tile).ToHaveAttributeAsync("data-stream", "sub");
        await Expect(tile.Locator(MainVideo)).ToHaveCountAsync(0);
        await page.AllAsync("playing");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task The_keyboard_walks_the_grid_and_the_full_screen()
    {
        await using var page = await product.OpenAsync("?cameras=cam1,cam4,cam6");
        await page.AllAsync("playing");
        var keyboard = page.Page.Keyboard;

        await keyboard.PressAsync("ArrowRight");
        await Expect(page.Tile("cam4")).ToBeFocusedAsync();
        await keyboard.PressAsync("Enter");
        await Expect(page.Tile("cam4")).ToHaveAttributeAsync("data-stream", "main");
        await keyboard.PressAsync("ArrowRight");
        await Expect(page.Tile("cam6")).ToHaveAttributeAsync("data-stream", "main");
        await keyboard.PressAsync("ArrowRight");
        await Expect(page.Tile("cam1")).ToHaveAttributeAsync("data-stream", "main");
        await keyboard.PressAsync("Enter");

        await Expect(page.Page.Locator("[data-full]")).ToHaveCountAsync(0);
        await Expect(page.Page.Locator(MainVideo)).ToHaveCountAsync(0);
        await Expect(page.Tile("cam1")).ToBeFocusedAsync();
        await page.AllAsync("playing");
    }

    [Fact]
    public async Task A_button_leads_back_for_those_who_have_no_Escape()
    {
        await using var page = await product.OpenAsync("?cameras=cam1,cam4");
        await page.AllAsync("playing");
        var (tile, leave) = (page.Tile("cam4"), Leave(page));
        await Expect(leave).ToHaveCountAsync(0);
        await tile.DblClickAsync();
        await Expect(tile).ToHaveAttributeAsync("data-full", "");

        await leave.ClickAsync();

        await Expect(page.Page.Locator("[data-full]")).ToHaveCountAsync(0);
        await Expect(leave).ToHaveCountAsync(0);
        await Expect(tile).ToBeFocusedAsync();
        await page.AllAsync("playing");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Two_quick_clicks_on_the_button_lead_back_once()
    {
        // Without the bar another camera stands in the corner of the button.
        await using var page = await product.OpenAsync("?kiosk&cameras=cam1,cam4,cam6,cam3");
        await page.AllAsync("playing");
        await page.Tile("cam1").DblClickAsync();

        await Leave(page).DblClickAsync();

        await Expect(page.Page.Locator("[data-full]")).ToHaveCountAsync(0);
        await page.Tile("cam4").DblClickAsync();
        await Expect(page.Tile("cam4")).ToHaveAttributeAsync("data-full", "");
    }

    [Fact]
    public async Task Sound_is_heard_in_full_screen_once_asked_for()
    {
        await using var page = await product.OpenAsync("?cameras=cam3");
        await page.AllAsync("playing");
        await page.Page.Keyboard.PressAsync("Enter");
        var video = page.Tile("cam3").Locator(MainVideo);
        await Expect(page.Tile("cam3")).ToHaveAttributeAsync("data-stream", "main");
        await Expect(video).ToHaveJSPropertyAsync("muted", true);

        await page.Page.Keyboard.PressAsync("m");

        await Expect(video).ToHaveJSPropertyAsync("muted", false);
        await page.UntilAsync(
            $"() => document.querySelector('{MainVideo}').webkitAudioDecodedByteCount > 0",
            null,
            "sound is decoded"
        );
        await page.PicturesChangeAsync("cam3");
        await Expect(video).ToHaveJSPropertyAsync("muted", false);
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(page.Tile("cam3").Locator("video")).ToHaveJSPropertyAsync("muted", true);
    }

    private static ILocator Leave(GridPage page) =>
        page.Page.GetByRole(AriaRole.Button, new() { Name = "Leave full screen" });
}
