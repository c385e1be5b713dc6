using CameraGrid.Simulator.Cameras;
using CameraGrid.Tests.Support;

namespace CameraGrid.Tests.EndToEnd;

/// <summary>Reads from the clock camera's tile how old its picture is.</summary>
internal static class ClockPicture
{
    /// <returns>From the camera's sending of the picture until it was read from the screen.</returns>
    public static async Task<TimeSpan> AgeAsync(GridPage page, TestSimulator simulator)
    {
        var (width, height) = (ClockPattern.RasterWidth, ClockPattern.RasterHeight);
        var greens = await page.Page.EvaluateAsync<int[]>(
            """
            ([width, height]) => {
              const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
              context.drawImage(document.querySelector("article.tile[data-camera=clock] video"), 0, 0, width, height);
              return Array.from(context.getImageData(0, 0, width, height).data.filter((_, i) => i % 4 === 1));
            }
            """,
            new[] { width, height }
        );
        var number = ClockPattern.Read((x, y) => (byte)greens[y * width + x], width, height);
        Assert.NotNull(number);
        var camera = simulator.Cameras.Clock;
        return camera.Clock.Now - camera.SentAt(number.Value);
    }
}
