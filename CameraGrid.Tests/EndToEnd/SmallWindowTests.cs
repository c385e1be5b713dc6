using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CameraGrid.Tests.EndToEnd;

/// <summary>The page where there is little room.</summary>
[Collection(SharedProduct.Name)]
public sealed class SmallWindowTests(Product product)
{
    [Fact]
    public async Task The_tiles_stand_in_the_rows_that_the_arrow_keys_walk()
    {
        await using var page = await product.OpenAsync(
            $"?cameras={string.Join(',', Product.Sixteen)}",
            opened => opened.SetViewportSizeAsync(844, 390)
        );
        await Expect(page.Page.Locator("article.tile")).ToHaveCountAsync(16);

        // Four rows of four: below the first stands the fifth.
        await page.Page.Keyboard.PressAsync("ArrowDown");

        await Expect(page.Tile("cam5")).ToBeFocusedAsync();
        var first = await page.Tile("cam1").BoundingBoxAsync();
        var below = await page.Tile("cam5").BoundingBoxAsync();
        Assert.Equal(first!.X, below!.X);
        Assert.True(below.Y > first.Y);
    }

    [Fact]
    public async Task A_camera_far_outside_the_window_plays_when_the_full_screen_comes_to_it()
    {
        await using var page = await product.OpenAsync("", opened => opened.SetViewportSizeAsync(390, 160));
        await Expect(page.Tile("cam1")).ToHaveAttributeAsync("data-state", "playing");
        await Expect(page.Tile("clock")).ToHaveAttributeAsync("data-state", "waiting");
        var keyboard = page.Page.Keyboard;
        await page.Tile("cam1").FocusAsync();

        await keyboard.PressAsync("Enter");
        // Backwards over porch and gone, which are away.
        for (var i = 0; i < 3; i++)
        {
            await keyboard.PressAsync("ArrowLeft");
        }

        await Expect(page.Tile("clock")).ToHaveAttributeAsync("data-full", "");
        await Expect(page.Tile("clock")).ToHaveAttributeAsync("data-stream", "main");
        await Expect(page.Tile("clock")).ToHaveAttributeAsync("data-state", "playing");

        // What the full screen leaves, out of sight, streams no more.
        for (var i = 0; i < 3; i++)
        {
            await keyboard.PressAsync("ArrowRight");
        }

        await Expect(page.Tile("cam1")).ToHaveAttributeAsync("data-state", "playing");
        await Expect(page.Tile("clock")).Not.ToHaveAttributeAsync("data-state", "playing");
    }

    [Fact]
    public async Task A_camera_that_is_renamed_is_read_out_by_its_new_name()
    {
        var name = "Gate";
        await using var page = await product.OpenAsync("?cameras=cam1", opened => AnswerAsync(opened, () => name));
        await Expect(page.Tile("cam1")).ToHaveAttributeAsync("aria-label", new Regex("^Gate: "));

        name = "North gate";

        await Expect(page.Tile("cam1")).ToHaveAttributeAsync("aria-label", new Regex("^North gate: "));
    }

    // Each answer is complete at once and then over, so that the page soon asks again.
    private static async Task AnswerAsync(IPage page, Func<string> name)
    {
        const string health =
            """{ "state": "backoff", "stale": false, "since": null, "nextTryAt": null, "lastError": "refused" }""";
        await page.RouteAsync(
            "**/api/cameras",
            route => route.FulfillAsync(new() { ContentType = "application/json", Body = Cameras() })
        );
        await page.RouteAsync(
            "**/api/events",
            route =>
                route.FulfillAsync(
                    new() { ContentType = "text/event-stream", Body = $"event: cameras\ndata: {Cameras()}\n\n" }
                )
        );

        string Cameras() =>
            $$"""
                { "serverTime": "2026-01-01T00:00:00Z", "cameras": [{ "id": "cam1", "name": "{{name()}}", "streams": { "main": {{health}}, "sub": null } }] }
                """.Trim();
    }
}
