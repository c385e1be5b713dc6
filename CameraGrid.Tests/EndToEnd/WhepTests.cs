using static Microsoft.Playwright.Assertions;

namespace CameraGrid.Tests.EndToEnd;

/// <summary>WebRTC in a real browser, through the Gateway.</summary>
[Collection(SharedProduct.Name)]
public sealed class WhepTests(Product product)
{
    // As in a browser that may not use it, or behind a firewall that lets no UDP pass.
    private const string NothingConnects = """
        const connect = RTCPeerConnection.prototype.setRemoteDescription;
        RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp }) {
          return connect.call(this, { type, sdp: sdp.replace(/^a=candidate.*\r\n/gm, "") });
        };
        """;

    [Fact]
    public async Task WebRTC_plays_and_says_how_far_behind_it_is()
    {
        await using var page = await product.OpenAsync("?player=webrtc&cameras=clock,cam4");
        await page.AllAsync("playing");

        await page.PicturesChangeAsync("clock", "cam4");
        await page.BehindAsync("clock", 1);

        Assert.InRange(await ClockPicture.AgeAsync(page, product.Simulator), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        await Expect(page.Tile("clock")).ToHaveAttributeAsync("data-player", "whep");
        Assert.Empty(page.Sockets);
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Full_screen_takes_WebRTC_and_the_socket_where_sound_is_asked_for()
    {
        await using var page = await product.OpenAsync("?cameras=cam3");
        await page.AllAsync("playing");
        var tile = page.Tile("cam3");
        await Expect(tile).ToHaveAttributeAsync("data-player", "mse");

        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(tile).ToHaveAttributeAsync("data-player", "whep");
        await Expect(tile).ToHaveAttributeAsync("data-stream", "main");
        await page.PicturesChangeAsync("cam3");

        await page.Page.Keyboard.PressAsync("m");
        await Expect(tile.Locator("video[data-role=main]")).ToHaveJSPropertyAsync("muted", false);
        await Expect(tile).ToHaveAttributeAsync("data-player", "mse");
        await page.PicturesChangeAsync("cam3");

        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(tile.Locator("video")).ToHaveCountAsync(1);
        await page.AllAsync("playing");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Where_no_UDP_passes_full_screen_stays_on_the_socket_without_a_word()
    {
        await using var page = await product.OpenAsync(
            "?cameras=cam4",
            opened => opened.AddInitScriptAsync(NothingConnects)
        );
        await page.AllAsync("playing");

        await page.Page.Keyboard.PressAsync("Enter");
        var tile = page.Tile("cam4");
        await Expect(tile).ToHaveAttributeAsync("data-stream", "main");
        await Expect(tile.Locator("video[data-role=quick]")).ToHaveCountAsync(1);
        await Expect(tile.Locator("video[data-role=quick]")).ToHaveCountAsync(0);

        await Expect(tile).ToHaveAttributeAsync("data-player", "mse");
        await Expect(tile).ToHaveAttributeAsync("data-state", "playing");
        await page.PicturesChangeAsync("cam4");
    }

    [Fact]
    public async Task After_the_end_of_FFmpeg_and_of_the_transcoder_WebRTC_plays_again()
    {
        await using var page = await product.OpenAsync("?player=webrtc&cameras=cam4");
        await page.AllAsync("playing");
        await page.MarkLoadAsync();

        await product.KillFfmpegsAsync();
        await page.AllAsync("playing");
        await page.PicturesChangeAsync("cam4");

        await product.Transcoder.StopAsync();
        await page.NoneAsync("playing");
        await product.Transcoder.StartAsync();
        await page.AllAsync("playing");
        await page.PicturesChangeAsync("cam4");
        await page.StillTheSameLoadAsync();
    }
}
