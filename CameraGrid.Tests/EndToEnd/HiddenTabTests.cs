using static Microsoft.Playwright.Assertions;

namespace CameraGrid.Tests.EndToEnd;

[Collection(SharedProduct.Name)]
public sealed class HiddenTabTests(Product product)
{
    // A browser without a window never hides a page by itself.
    private const string Hidden = """
        window.seen = "hidden";
        Object.defineProperty(document, "visibilityState", { get: () => window.seen });
        Object.defineProperty(document, "hidden", { get: () => window.seen === "hidden" });
        """;

    private const string Hide = $$"""
        () => {
          {{Hidden}}
          document.dispatchEvent(new Event("visibilitychange"));
        }
        """;

    private const string CountSockets = """
        window.sockets = 0;
        window.WebSocket = class extends WebSocket {
          constructor(...args) { super(...args); window.sockets++; }
        };
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

    [Fact]
    public async Task A_page_that_opens_in_a_hidden_tab_takes_no_streams_until_it_is_looked_at()
    {
        await using var page = await product.OpenAsync(
            "?cameras=cam1,cam4",
            opened => opened.AddInitScriptAsync(Hidden + CountSockets)
        );
        await Expect(page.Page.Locator("article.tile")).ToHaveCountAsync(2);

        // A tile that wants pictures has asked for them by the time it can be seen.
        Assert.Equal(0, await page.Page.EvaluateAsync<int>("() => window.sockets"));
        Assert.DoesNotContain(page.Requests, url => url.Contains("/api/events", StringComparison.Ordinal));

        await page.Page.EvaluateAsync(Show);
        await page.AllAsync("playing");
        Assert.Empty(page.Errors);
    }
}
