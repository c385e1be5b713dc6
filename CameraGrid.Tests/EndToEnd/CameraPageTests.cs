using CameraGrid.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CameraGrid.Tests.EndToEnd;

/// <summary>The camera page beside an open grid.</summary>
[Collection(SharedProduct.Name)]
public sealed class CameraPageTests(Product product)
{
    [Fact]
    public async Task A_camera_that_is_added_renamed_and_removed_on_the_page_is_so_on_the_grid_without_a_reload()
    {
        await using var grid = await product.OpenAsync("?cameras=cam1,orchard");
        await grid.AllAsync("playing");
        await Expect(grid.Tile("orchard")).ToHaveCountAsync(0);
        await using var cameras = await product.OpenAsync("cameras");
        var page = cameras.Page;
        var row = page.Locator("li.camera[data-camera=orchard]");

        await page.GetByRole(AriaRole.Button, new() { Name = "Add camera" }).ClickAsync();
        await Field("Name").FillAsync("Orchard");
        await Field("Address").FillAsync("http://nothing/");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[data-wrong] .note")).ToContainTextAsync("Only rtsp://");
        await Expect(Field("Address")).ToBeFocusedAsync();
        await Field("Address").FillAsync(product.Simulator.UrlOf("/cam2/sub"));
        await Field("User").FillAsync(Product.Credentials.User);
        await Field("Password").FillAsync(Product.Credentials.Password);
        await page.Keyboard.PressAsync("Enter");

        await Expect(row).ToHaveAttributeAsync("data-state", "live");
        await Expect(grid.Tile("orchard")).ToHaveAttributeAsync("data-state", "playing");
        await grid.PicturesChangeAsync("orchard", "cam1");

        await row.GetByRole(AriaRole.Button, new() { Name = "Edit Orchard" }).ClickAsync();
        await Field("Name").FillAsync("Old orchard");
        await page.Keyboard.PressAsync("Enter");
        await Expect(row.Locator(".name")).ToHaveTextAsync("Old orchard");
        await Expect(grid.Tile("orchard")).ToContainTextAsync("Old orchard");
        await Expect(grid.Tile("orchard")).ToHaveAttributeAsync("data-state", "playing");
        Assert.DoesNotContain(Product.Credentials.Password, await page.ContentAsync(), StringComparison.Ordinal);

        await row.GetByRole(AriaRole.Button, new() { Name = "Remove Old orchard" }).ClickAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(row).ToHaveCountAsync(1);
        await row.GetByRole(AriaRole.Button, new() { Name = "Remove Old orchard" }).ClickAsync();
        await row.GetByRole(AriaRole.Button, new() { Name = "Yes, remove Old orchard" }).ClickAsync();
        await Expect(row).ToHaveCountAsync(0);
        await Expect(grid.Tile("orchard")).ToHaveCountAsync(0);
        await Expect(grid.Tile("cam1")).ToHaveAttributeAsync("data-state", "playing");
        // A tile may ask for its stream before a transcoder has it, and is refused.
        Assert.All(grid.Errors, error => Assert.StartsWith("WebSocket connection to", error));

        ILocator Field(string name) => page.GetByLabel(name, new PageGetByLabelOptions { Exact = true });
    }
}
