using static Microsoft.Playwright.Assertions;

namespace CameraGrid.Tests.EndToEnd;

/// <summary>Whatever happens to the line between browser and product ends in moving pictures, without a reload.</summary>
[Collection(SharedProduct.Name)]
public sealed class LineTests(Product product)
{
    // As after an hour with the lid closed. On some systems the monotonic clock stands still meanwhile, on others it runs.
    private const string Clocks = """
        () => {
          const wall = Date.now.bind(Date);
          const monotonic = performance.now.bind(performance);
          let slept = 0;
          let counted = 0;
          Date.now = () => wall() + slept;
          performance.now = () => monotonic() + counted;
          window.sleep = runsOn => { slept = 3_600_000; counted = runsOn ? slept : 0; };
        }
        """;

    // Milliseconds from the word that the camera is back, which a tile without pictures says in its state, to the first one.
    private const string FromReturnToPictures = """
        () => new Promise(resolve => {
          const tile = document.querySelector("article.tile");
          let back;
          new MutationObserver((_, watch) => {
            if (tile.dataset.state === "away") return;
            back ??= performance.now();
            if (tile.dataset.state !== "playing") return;
            watch.disconnect();
            resolve(performance.now() - back);
          }).observe(tile, { attributeFilter: ["data-state"] });
        })
        """;

    private static readonly string[] Four = ["cam1", "cam4", "cam6", "cam8"];

    private static string FourOnly => $"?cameras={string.Join(',', Four)}";

    [Fact]
    public async Task Sockets_that_are_open_but_silent_are_replaced()
    {
        await using var line = new TestLine(product.Address);
        await using var page = await PlayingAsync(line);

        var silent = line.Silence(connection => connection.IsSocket);

        Assert.Equal(Four.Length, silent.Count);
        await line.ReplacedAsync(silent);
        await PlaysAsync(page);
    }

    /// <summary>Sooner than the three seconds that pictures are waited for elsewhere.</summary>
    [Fact]
    public async Task A_socket_that_died_while_its_camera_was_away_is_replaced_at_the_cameras_return()
    {
        await product.Porch.UnplugAsync();
        await product.Porch.PlugInAsync();
        await using var line = new TestLine(product.Address);
        await using var page = await product.OpenAsync("?cameras=porch", null, line);
        await page.AllAsync("playing");
        await page.MarkLoadAsync();
        await product.Porch.UnplugAsync();
        await page.AllAsync("away");

        var silent = line.Silence(connection => connection.IsSocket);
        Assert.Single(silent);
        var back = page.Page.EvaluateAsync<double>(FromReturnToPictures);
        await product.Porch.PlugInAsync();

        var took = await back;
        TestContext.Current.TestOutputHelper?.WriteLine($"Pictures {took:F0} ms after the camera's return");
        Assert.InRange(took, 0, 2_500);
        await page.PicturesChangeAsync("porch");
        await page.StillTheSameLoadAsync();
    }

    [Fact]
    public async Task An_event_stream_that_is_open_but_silent_is_replaced_while_pictures_go_on()
    {
        await using var line = new TestLine(product.Address);
        await using var page = await PlayingAsync(line);
        var sockets = line.Sockets;

        var again = page.Page.WaitForResponseAsync("**/api/events");

        var silent = line.Silence(connection => connection.IsEvents);

        Assert.Single(silent);
        await line.GivenUpAsync(silent);
        await again;
        await Expect(page.Page.Locator(".server-away")).ToBeHiddenAsync();
        Assert.Equal(sockets.ToHashSet(), line.Sockets.ToHashSet());
        await PlaysAsync(page);
    }

    [Fact]
    public async Task A_line_that_lets_nothing_through_for_a_while_is_used_again()
    {
        await using var line = new TestLine(product.Address);
        await using var page = await PlayingAsync(line);

        line.FallSilent();
        await page.AllAsync("reconnecting");
        line.Restore();

        await PlaysAsync(page);
        await Expect(page.Page.Locator(".server-away")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_browser_that_was_offline_plays_again()
    {
        await using var line = new TestLine(product.Address);
        await using var page = await PlayingAsync(line);

        await page.Page.Context.SetOfflineAsync(true);
        line.FallSilent();
        await page.AllAsync("reconnecting");
        line.Restore();
        await page.Page.Context.SetOfflineAsync(false);

        await PlaysAsync(page);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_an_hour_of_sleep_every_tile_plays_at_once(bool monotonicClockRuns)
    {
        await using var line = new TestLine(product.Address);
        await using var page = await product.OpenAsync(
            FourOnly,
            opened => opened.AddInitScriptAsync($"({Clocks})()"),
            line
        );
        await page.AllAsync("playing");
        await page.MarkLoadAsync();

        // Every router between has forgotten its connections.
        var sockets = line.Silence(connection => connection.IsSocket);
        var events = line.Silence(connection => connection.IsEvents);
        await page.Page.EvaluateAsync("runsOn => window.sleep(runsOn)", monotonicClockRuns);

        await line.GivenUpAsync(events);
        await line.ReplacedAsync(sockets);
        await PlaysAsync(page);
    }

    private async Task<GridPage> PlayingAsync(TestLine line)
    {
        var page = await product.OpenAsync(FourOnly, null, line);
        await page.AllAsync("playing");
        await page.MarkLoadAsync();
        return page;
    }

    private static async Task PlaysAsync(GridPage page)
    {
        await page.AllAsync("playing");
        await page.PicturesChangeAsync(Four);
        await page.StillTheSameLoadAsync();
    }
}
