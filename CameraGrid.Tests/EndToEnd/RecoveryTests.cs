using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace CameraGrid.Tests.EndToEnd;

/// <summary>What goes away comes back, and the page is never loaded again.</summary>
[Collection(SharedProduct.Name)]
public sealed partial class RecoveryTests(Product product)
{
    // What is held of the last picture: nothing, or a picture with or without colour.
    private const string Colours = """
        still => {
          if (still.hidden || still.width === 0) return "nothing";
          const { data } = still.getContext("2d").getImageData(0, 0, still.width, still.height);
          let [dark, coloured] = [true, false];
          for (let i = 0; i < data.length; i += 4) {
            const [red, green, blue] = [data[i], data[i + 1], data[i + 2]];
            dark &&= Math.max(red, green, blue) < 16;
            coloured ||= Math.max(red, green, blue) - Math.min(red, green, blue) > 8;
          }
          return dark ? "black" : coloured ? "coloured" : "grey";
        }
        """;

    private static string SixteenOnly => $"?cameras={string.Join(',', Product.Sixteen)}";

    [Fact]
    public async Task After_a_restart_of_the_gateway_every_tile_plays_again()
    {
        await using var page = await product.OpenAsync(SixteenOnly);
        await page.AllAsync("playing");
        await page.MarkLoadAsync();

        await product.Gateway.StopAsync();
        await Expect(page.Page.Locator(".server-away")).ToBeVisibleAsync();
        await page.AllAsync("reconnecting");
        await product.Gateway.StartAsync();

        await page.AllAsync("playing");
        await page.PicturesChangeAsync(Product.Sixteen);
        await Expect(page.Page.Locator(".server-away")).ToBeHiddenAsync();
        await Expect(page.Page.Locator("[data-player=hls]")).ToHaveCountAsync(0);
        await page.StillTheSameLoadAsync();
    }

    [Fact]
    public async Task After_a_restart_of_the_transcoder_every_tile_plays_again()
    {
        await using var page = await product.OpenAsync(SixteenOnly);
        await page.AllAsync("playing");
        await page.MarkLoadAsync();

        await product.Transcoder.StopAsync();
        await page.NoneAsync("playing");
        await product.Transcoder.StartAsync();

        await page.AllAsync("playing");
        await page.PicturesChangeAsync(Product.Sixteen);
        await Expect(page.Page.Locator("[data-player=hls]")).ToHaveCountAsync(0);
        await page.StillTheSameLoadAsync();
    }

    [Fact]
    public async Task After_the_end_of_every_FFmpeg_every_tile_plays_again()
    {
        await using var page = await product.OpenAsync(SixteenOnly);
        await page.AllAsync("playing");
        await page.MarkLoadAsync();

        await product.KillFfmpegsAsync();
        await page.AllAsync("playing");
        await page.PicturesChangeAsync(Product.Sixteen);
        await page.StillTheSameLoadAsync();
    }

    [Fact]
    public async Task A_camera_that_is_unplugged_says_so_and_plays_again_once_it_is_back()
    {
        await product.Porch.UnplugAsync();
        await using var page = await product.OpenAsync("?cameras=porch,cam4");
        var porch = page.Tile("porch");
        await Expect(porch).ToHaveAttributeAsync("data-state", "away");
        await page.MarkLoadAsync();

        await product.Porch.PlugInAsync();
        await page.AllAsync("playing");
        await page.PicturesChangeAsync("porch", "cam4");

        await product.Porch.UnplugAsync();
        await Expect(porch).ToHaveAttributeAsync("data-state", "away");
        await Expect(porch.Locator(".notice .reason")).ToHaveTextAsync(Refused());
        await Expect(porch.Locator(".notice .details")).ToHaveTextAsync(NextTry());
        Assert.Equal("grey", await porch.Locator("canvas.still").EvaluateAsync<string>(Colours));
        await page.PicturesChangeAsync("cam4");

        await product.Porch.PlugInAsync();
        await page.AllAsync("playing");
        await page.PicturesChangeAsync("porch");
        await Expect(porch.Locator("canvas.still")).ToBeHiddenAsync();
        await page.StillTheSameLoadAsync();
    }

    [GeneratedRegex("refused")]
    private static partial Regex Refused();

    [GeneratedRegex(@"^since \d+:\d+:\d+.* · (next try in|trying now)")]
    private static partial Regex NextTry();
}
