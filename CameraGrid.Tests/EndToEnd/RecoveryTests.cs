using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace CameraGrid.Tests.EndToEnd;

/// <summary>What goes away comes back, and the page is never loaded again.</summary>
[Collection(SharedProduct.Name)]
public sealed partial class RecoveryTests(Product product)
{
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
        var before = await product.Cameras.RestartsAsync(Product.Sixteen);

        foreach (var (process, _) in product.Ffmpeg.Running())
        {
            process.Kill();
        }

        await product.Cameras.UntilAsync(Product.Sixteen, (name, stream) => stream.Restarts > before[name]);
        await product.Cameras.AllLiveAsync(Product.Sixteen);
        await page.AllAsync("playing");
        await page.PicturesChangeAsync(Product.Sixteen);
        await page.StillTheSameLoadAsync();
    }

    [Fact]
    public async Task A_camera_that_is_unplugged_says_so_and_plays_again_once_it_is_back()
    {
        await using var page = await product.OpenAsync("?cameras=porch,cam4");
        var porch = page.Tile("porch");
        await Expect(porch).ToHaveAttributeAsync("data-state", "away");
        await page.MarkLoadAsync();

        await product.Porch.PlugInAsync();
        await page.AllAsync("playing");
        await page.PicturesChangeAsync("porch", "cam4");

        await product.Porch.UnplugAsync();
        await Expect(porch).ToHaveAttributeAsync("data-state", "away");
        await Expect(porch.Locator(".notice .details")).ToHaveTextAsync(NextTry());
        await page.PicturesChangeAsync("cam4");

        await product.Porch.PlugInAsync();
        await page.AllAsync("playing");
        await page.PicturesChangeAsync("porch");
        await page.StillTheSameLoadAsync();
    }

    [GeneratedRegex("next try in|trying now")]
    private static partial Regex NextTry();
}
