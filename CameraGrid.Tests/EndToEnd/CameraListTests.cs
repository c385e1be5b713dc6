using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CameraGrid.Tests.EndToEnd;

/// <summary>The list of cameras changes while the page is open.</summary>
[Collection(SharedProduct.Name)]
public sealed class CameraListTests(Product product)
{
    [Fact]
    public async Task Cameras_come_go_move_and_get_other_names_while_the_others_pictures_go_on()
    {
        var told = await ListAsync(("cam1", "Gate"), ("cam4", "Barn"), ("cam6", "Till"));
        // Each answer ends after the list, so the page soon asks for the next one.
        await using var page = await product.OpenAsync("", opened => opened.RouteAsync("**/api/events", AnswerAsync));
        await page.AllAsync("playing");
        await page.MarkLoadAsync();
        var sockets = page.Sockets;
        var frames = await FramesAsync(page, "cam1");

        told = await ListAsync(("cam6", "Till"), ("cam8", "New"), ("cam1", "Front gate"));

        await Expect(page.Page.Locator("article.tile .name")).ToHaveTextAsync(["Till", "New", "Front gate"]);
        await page.AllAsync("playing");
        await page.PicturesChangeAsync("cam6", "cam8", "cam1");
        Assert.Equal(3, page.Sockets.Count);
        Assert.Equal(2, sockets.Intersect(page.Sockets).Count());
        await CountsOnAsync(page, "cam1", frames);
        await page.StillTheSameLoadAsync();

        Task AnswerAsync(IRoute route) =>
            route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/event-stream", Body = told });
    }

    private async Task<string> ListAsync(params IEnumerable<(string Id, string Name)> shown)
    {
        var token = TestContext.Current.CancellationToken;
        var list = await product.Cameras.Client.GetFromJsonAsync<JsonObject>("/api/cameras", token);
        var all = list!["cameras"]!.AsArray();
        list["cameras"] = new JsonArray([
            .. shown.Select(camera =>
            {
                var found = all.Single(known => (string?)known!["id"] == camera.Id)!.DeepClone();
                found["name"] = camera.Name;
                return found;
            }),
        ]);
        return $"event: cameras\ndata: {list.ToJsonString()}\n\n";
    }

    /// <summary>A player that was replaced begins at 0. The page writes the count down now and then.</summary>
    private static async Task CountsOnAsync(GridPage page, string camera, int before)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(GridPage.Patience);
        var frames = before;
        while (frames == before)
        {
            await Task.Delay(20, limit.Token);
            frames = await FramesAsync(page, camera);
        }

        Assert.True(frames > before, $"The player of {camera} was replaced.");
    }

    private static async Task<int> FramesAsync(GridPage page, string camera) =>
        int.Parse(
            await page.Tile(camera).GetAttributeAsync("data-frames") ?? "0",
            NumberStyles.None,
            CultureInfo.InvariantCulture
        );
}
