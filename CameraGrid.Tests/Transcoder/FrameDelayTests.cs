using CameraGrid.Transcoder.Live;

namespace CameraGrid.Tests.Transcoder;

/// <summary>What a frame waits for in FFmpeg is time that every viewer waits.</summary>
public sealed class FrameDelayTests
{
    private const int Keyframes = 5;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// RTP marks the end of a picture; FFmpeg's parser does not look at that, and knows it by the start of the next one.
    /// Nothing else may hold a frame back.
    /// </summary>
    [Fact]
    public async Task A_frame_waits_in_FFmpeg_for_the_start_of_the_next_one_and_for_nothing_else()
    {
        await using var transcoder = await TranscoderUnderTest.StartAsync(["/cam1"]);
        await transcoder.LiveAsync("cam1");
        var camera = transcoder.Simulator.Cameras.List[0];
        var group = camera.FrameInterval * camera.Recipe.Main.KeyInterval;

        var delays = new List<TimeSpan>();
        await foreach (var arrived in KeyframesAsync(transcoder.Ring("cam1")).Take(Keyframes))
        {
            // Keyframes are due at whole groups of pictures.
            delays.Add(TimeSpan.FromTicks((arrived - camera.Epoch).Ticks % group.Ticks));
        }

        // The shortest: a machine at work makes single frames late, an FFmpeg that holds frames back makes all of them late.
        // The time of arrival is in whole milliseconds, rounded down.
        Assert.InRange(delays.Min(), camera.FrameInterval * 0.9, camera.FrameInterval * 1.75);
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
