using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CameraGrid.Tests.EndToEnd;

[Collection(SharedProduct.Name)]
public sealed partial class StatusTests(Product product)
{
    [Fact]
    public async Task The_status_of_every_camera_is_one_link_away_from_the_grid_and_back()
    {
        await using var page = await product.OpenAsync("?cameras=cam1");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Status" }).ClickAsync();

        await Expect(page.Page.Locator("tbody")).ToHaveCountAsync(Product.Sixteen.Count + 3);
        var cam1 = Row(page, "cam1");
        await Expect(cam1).ToHaveAttributeAsync("data-state", "live");
        await Expect(cam1.Locator(".figure.day")).ToHaveTextAsync(Percentage());
        await Expect(cam1.Locator(".figure.week")).ToHaveTextAsync(Percentage());
        foreach (var figure in new[] { ".fps", ".bits" })
        {
            await Expect(cam1.Locator($"{figure} .value")).ToHaveTextAsync(Number());
            await Expect(cam1.Locator($"{figure} polyline")).ToHaveAttributeAsync("points", SomePoints());
        }

        var gone = Row(page, "gone");
        await Expect(gone).ToHaveAttributeAsync("data-state", "backoff");
        await Expect(gone.Locator(".restarts")).ToHaveTextAsync(RefusedTimes());
        await Expect(gone.Locator(".error")).ToHaveTextAsync(new Regex("refused"));
        Assert.Empty(page.Errors);

        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Grid" }).ClickAsync();
        await Expect(page.Tile("cam1")).ToBeVisibleAsync();
    }

    /// <summary>Every stream of every camera, whatever it was through: a strip, and a share of its day.</summary>
    [Fact]
    public async Task Each_stream_has_a_strip_of_its_last_day_in_the_colours_of_its_states()
    {
        await using var page = await product.OpenAsync("status");
        await Expect(page.Page.Locator("tbody")).ToHaveCountAsync(Product.Sixteen.Count + 3);
        var rows = page.Page.Locator("tbody tr");
        var count = await rows.CountAsync();
        await Expect(rows.Locator(".strip rect:last-child:not(.unknown)")).ToHaveCountAsync(count);

        var strips = await rows.EvaluateAllAsync<string[]>(
            """
            rows => rows.map(row => {
              const stretches = [...row.querySelectorAll(".strip rect")];
              const width = stretches.reduce((sum, rect) => sum + Number(rect.getAttribute("width")), 0);
              return `${width} of ${row.querySelector(".strip svg").viewBox.baseVal.width}`;
            })
            """
        );
        Assert.All(strips, strip => Assert.Equal("288 of 288", strip));
        await Expect(rows.Locator(".figure.day").Filter(new() { HasTextRegex = new Regex("%$") }))
            .ToHaveCountAsync(count);
        await Expect(Row(page, "gone").Locator(".strip rect").Last).ToHaveClassAsync("backoff");
    }

    [Fact]
    public async Task The_last_day_can_be_read_by_pointer_by_keyboard_and_without_seeing_it()
    {
        await using var page = await product.OpenAsync("status");
        var strip = Row(page, "cam1").GetByRole(AriaRole.Slider);
        await Expect(strip).ToHaveAttributeAsync("aria-label", LiveStrip());
        await Expect(strip).ToHaveAttributeAsync("aria-valuetext", new Regex("now .* live$"));
        var tip = page.Page.Locator(".tip");

        await strip.HoverAsync();
        await Expect(tip).ToBeVisibleAsync();
        await page.Page.Mouse.MoveAsync(0, 0);
        await Expect(tip).ToBeHiddenAsync();

        await strip.PressAsync("Home");
        await Expect(tip).ToHaveTextAsync(new Regex("not watched"));
        await strip.PressAsync("End");
        await Expect(tip).ToHaveTextAsync(new Regex("now .* live$"));
        await strip.PressAsync("Escape");
        await Expect(tip).ToBeHiddenAsync();
    }

    [Fact]
    public async Task On_a_phone_every_figure_stays_within_the_page()
    {
        await using var page = await product.OpenAsync("status", opened => opened.SetViewportSizeAsync(390, 844));
        await Expect(Row(page, "cam1").Locator(".bits .value")).ToHaveTextAsync(Number());

        var strip = (await Row(page, "cam1").Locator(".strip").BoundingBoxAsync())!;
        var figure = await page.Page.EvaluateAsync<double>(
            """
            () => {
              const text = document.createRange();
              text.selectNodeContents(document.querySelector("tbody[data-camera=cam1] .bits"));
              return text.getBoundingClientRect().right;
            }
            """
        );
        var end = (await page.Page.Locator(".bar .page-link").Last.BoundingBoxAsync())!;

        Assert.InRange(figure, 0, strip.X + strip.Width + 0.5);
        Assert.InRange(end.X + end.Width, 0, strip.X + strip.Width + 0.5);
    }

    private static ILocator Row(GridPage page, string camera) =>
        page.Page.Locator($"tbody[data-camera={camera}] tr").First;

    [GeneratedRegex(@"^\d+(\.\d+)? %$")]
    private static partial Regex Percentage();

    [GeneratedRegex(@"^[1-9]\d*$|^(?!0\.0)\d\.\d$")]
    private static partial Regex Number();

    [GeneratedRegex(@"^[1-9]\d*\s*[1-9]\d* refused")]
    private static partial Regex RefusedTimes();

    [GeneratedRegex(@"^\d+,[\d.]+ \d+,[\d.]+")]
    private static partial Regex SomePoints();

    [GeneratedRegex(@"^Gate, main, last 24 hours: live \d")]
    private static partial Regex LiveStrip();
}
