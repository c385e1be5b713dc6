using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace CameraGrid.Tests.EndToEnd;

[Collection(SharedProduct.Name)]
public sealed partial class HlsTests(Product product)
{
    [Fact]
    public async Task Low_latency_HLS_plays_less_than_three_seconds_behind()
    {
        await using var page = await product.OpenAsync("?player=hls&cameras=clock");
        await page.BehindAsync("clock", 3);

        Assert.InRange(await ClockPicture.AgeAsync(page, product.Simulator), TimeSpan.Zero, TimeSpan.FromSeconds(3));
        await Expect(page.Tile("clock")).ToHaveAttributeAsync("data-player", "hls");
        Assert.Contains(page.Requests, url => url.Contains("_HLS_part=", StringComparison.Ordinal));
        Assert.Empty(page.Sockets);
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Where_WebSockets_do_not_pass_HLS_plays_by_itself()
    {
        await using var page = await product.OpenAsync(
            "?cameras=cam1,cam4",
            // As a proxy does that knows no WebSockets.
            opened => opened.RouteWebSocketAsync(MseAddress(), socket => socket.CloseAsync())
        );

        await Expect(page.Tile("cam1")).ToHaveAttributeAsync("data-player", "hls");
        await Expect(page.Tile("cam4")).ToHaveAttributeAsync("data-player", "hls");
        await page.AllAsync("playing");
        await page.PicturesChangeAsync("cam1", "cam4");
    }

    [GeneratedRegex("/mse")]
    private static partial Regex MseAddress();
}
