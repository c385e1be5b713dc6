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
        var row = ClockPattern.Top + ClockPattern.Block / 2;
        var brightness = await page.Page.EvaluateAsync<byte[]>(
            """
            ([width, height, row]) => {
              const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
              context.drawImage(document.querySelector("[data-camera=clock] video"), 0, 0, width, height);
              return [...context.getImageData(0, row, width, 1).data].filter((_, i) => i % 4 === 1);
            }
            """,
            new[] { width, height, row }
        );
        var number = ClockPattern.Read((x, _) => brightness[x], width, height);
        Assert.NotNull(number);
        var camera = simulator.Cameras.Clock;
        return camera.Clock.Now - camera.SentAt(number.Value);
    }
}
