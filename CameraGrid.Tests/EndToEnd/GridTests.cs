using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CameraGrid.Tests.EndToEnd;

[Collection(SharedProduct.Name)]
public sealed class GridTests(Product product)
{
    private static string SixteenOnly => $"?cameras={string.Join(',', Product.Sixteen)}";

    [Fact]
    public async Task Sixteen_tiles_play_within_five_seconds_of_opening()
    {
        await using var page = await product.OpenAsync(SixteenOnly);

        var opened = await page.AllAsync("playing");

        await page.PicturesChangeAsync(Product.Sixteen);
        await Expect(page.Page.Locator(".counts")).ToHaveTextAsync("16 live");
        Assert.InRange(opened, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task A_tile_shows_what_the_camera_sent_less_than_two_seconds_ago()
    {
        await using var page = await product.OpenAsync("?cameras=clock");
        await page.BehindAsync("clock", 1);

        await Expect(page.Tile("clock")).ToHaveAttributeAsync("data-player", "mse");
        Assert.InRange(await ClockPicture.AgeAsync(page, product.Simulator), TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_camera_that_is_not_there_says_why_and_when_it_is_tried_next_while_others_play()
    {
        await using var page = await product.OpenAsync("?cameras=cam1,gone,cam4");
        var gone = page.Tile("gone");

        await Expect(gone).ToHaveAttributeAsync("data-state", "away");
        await Expect(gone.Locator(".notice .reason")).ToHaveTextAsync(new Regex("refused"));
        await Expect(gone.Locator(".notice .details")).ToHaveTextAsync(new Regex("next try in|trying now"));
        await Expect(page.Tile("cam1")).ToHaveAttributeAsync("data-state", "playing");
        await Expect(page.Tile("cam4")).ToHaveAttributeAsync("data-state", "playing");
        await Expect(page.Page.Locator(".bar")).ToContainTextAsync("2 live1 away");
        await page.PicturesChangeAsync("cam1", "cam4");
    }

    [Fact]
    public async Task A_camera_that_asks_for_a_password_plays_and_nothing_tells_it()
    {
        await using var page = await product.OpenAsync("?cameras=cam2,gone");
        await Expect(page.Tile("cam2")).ToHaveAttributeAsync("data-state", "playing");
        await Expect(page.Tile("gone")).ToHaveAttributeAsync("data-state", "away");
        var token = TestContext.Current.CancellationToken;
        var client = product.Cameras.Client;
        using var events = new StreamReader(await client.GetStreamAsync("/api/events", token));

        StringBuilder told = new(await page.Page.ContentAsync());
        foreach (
            var path in new[] { "/api/cameras", "/api/cameras/cam2", "/api/cameras/gone", "/live/cam2/main/index.m3u8" }
        )
        {
            told.Append(await client.GetStringAsync(path, token));
        }

        for (string? line = ""; line?.StartsWith("data:", StringComparison.Ordinal) == false; )
        {
            told.Append(line = await events.ReadLineAsync(token));
        }

        var all = told.ToString();
        Assert.Contains("\"gone\"", all, StringComparison.Ordinal);
        Assert.DoesNotContain(Product.Credentials.User, all, StringComparison.Ordinal);
        Assert.DoesNotContain(Product.Credentials.Password, all, StringComparison.Ordinal);
        Assert.DoesNotContain(Uri.EscapeDataString(Product.Credentials.Password), all, StringComparison.Ordinal);
    }
}
