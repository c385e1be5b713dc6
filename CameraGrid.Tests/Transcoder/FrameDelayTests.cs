using CameraGrid.Transcoder.Ffmpeg;
using CameraGrid.Transcoder.Live;

namespace CameraGrid.Tests.Transcoder;

/// <summary>What a frame waits for in FFmpeg is time that every viewer waits.</summary>
public sealed class FrameDelayTests
{
    private const int Keyframes = 5;

    /// <summary>Keyframes that come, one a second, until the ends of this camera's pictures are known.</summary>
    private const int Learning = PictureEnds.Proof / 25 + 2;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(3)] // with AAC
    [InlineData(5)] // with A-law, which is converted
    public async Task A_frame_does_not_wait_for_the_start_of_the_next_one(int number)
    {
        var name = $"cam{number}";
        await using var transcoder = await TranscoderUnderTest.StartAsync([$"/{name}"]);
        await transcoder.LiveAsync(name);
        var camera = transcoder.Simulator.Cameras.List[number - 1];
        var group = camera.FrameInterval * camera.Recipe.Main.KeyInterval;

        var delays = new List<TimeSpan>();
        await foreach (var arrived in KeyframesAsync(transcoder.Ring(name)).Skip(Learning).Take(Keyframes))
        {
            // Keyframes are due at whole groups of pictures.
            delays.Add(TimeSpan.FromTicks((arrived - camera.Epoch).Ticks % group.Ticks));
        }

        // The shortest: a machine at work makes single frames late, an FFmpeg that holds frames back makes all of them late.
        // The time of arrival is in whole milliseconds, rounded down.
        Assert.InRange(delays.Min(), TimeSpan.Zero, camera.FrameInterval * 0.5);
    }

    private static async IAsyncEnumerable<DateTimeOffset> KeyframesAsync(LiveStream ring)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        using var cursor = ring.OpenCursor(new CursorOptions(CursorStart.LastKey, null), limit.Token);
        while (await cursor.WaitAsync())
        {
            while (cursor.TryRead(out var lease))
            {
                using (lease)
                {
                    if (lease.Frame.IsVideoKey)
                    {
                        yield return DateTimeOffset.FromUnixTimeMilliseconds(lease.Frame.ArrivedAt);
                    }
                }
            }
        }
    }
}
