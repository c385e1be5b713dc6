using static Microsoft.Playwright.Assertions;

namespace CameraGrid.Tests.EndToEnd;

[Collection(SharedProduct.Name)]
public sealed class HiddenTabTests(Product product)
{
    // A browser without a window never hides a page by itself.
    private const string Hide = """
        () => {
          window.seen = "hidden";
          Object.defineProperty(document, "visibilityState", { get: () => window.seen });
          Object.defineProperty(document, "hidden", { get: () => window.seen === "hidden" });
          document.dispatchEvent(new Event("visibilitychange"));
        }
        """;

    // Milliseconds until every video presented a new picture.
    private const string Show = """
        async () => {
          const shown = performance.now();
          const pictures = [...document.querySelectorAll("article.tile video")].map(
            video => new Promise(resolve => video.requestVideoFrameCallback(resolve)));
          window.seen = "visible";
          document.dispatchEvent(new Event("visibilitychange"));
          await Promise.all(pictures);
          return performance.now() - shown;
        }
        """;

    [Fact]
    public async Task A_hidden_tab_takes_no_streams_and_shows_live_pictures_soon_after_its_return()
    {
        await using var page = await product.OpenAsync("?cameras=cam1,cam4,cam6,clock");
        await page.AllAsync("playing");
        Assert.Equal(4, page.Sockets.Count);

        await page.Page.EvaluateAsync(Hide);
        await page.SocketsClosedAsync();

        var took = await page.Page.EvaluateAsync<double>(Show);

        Assert.InRange(await ClockPicture.AgeAsync(page, product.Simulator), TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.InRange(took, 0, 2_000);
        await page.AllAsync("playing");
        await Expect(page.Page.Locator(".counts")).ToHaveTextAsync("4 live");
        Assert.Empty(page.Errors);
    }
}
