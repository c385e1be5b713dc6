using CameraGrid.Tests.Support;

namespace CameraGrid.Tests.Transcoder;

/// <summary>Whatever a camera sends, a browser gets H.264 4:2:0 and AAC; FFmpeg only decodes where it must.</summary>
public sealed class CameraKindsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/cam1", 1280, 720, false, false)]
    [InlineData("/bframes", 640, 360, false, false)]
    [InlineData("/odd", 642, 358, false, false)]
    [InlineData("/aac", 640, 360, true, false)]
    [InlineData("/alaw", 640, 360, true, false)]
    [InlineData("/h265", 1280, 720, false, true)]
    [InlineData("/mjpeg", 640, 360, false, true)]
    [InlineData("/h264-422", 640, 360, false, true)]
    public async Task A_camera_of_this_kind_goes_live(string path, int width, int height, bool audio, bool transcoded)
    {
        await using var transcoder = await TranscoderUnderTest.StartAsync([path]);
        var camera = path.Trim('/');

        var health = await transcoder.LiveAsync(camera);

        Assert.Equal((width, height, audio, 0), (health.Width, health.Height, health.HasAudio, health.Restarts));
        Assert.StartsWith("avc1.", health.Codec, StringComparison.Ordinal);
        Assert.Equal(
            transcoded,
            Assert.Single(transcoder.Ffmpegs()).Arguments.Contains("libx264", StringComparison.Ordinal)
        );
        var clip = await transcoder.Client.GetByteArrayAsync($"/live/{camera}/main/clip.mp4?seconds=1", Token);
        var streams = await Tool.FfprobeAsync(
            ["-show_entries", "stream=codec_name,pix_fmt", "-of", "csv=p=0", "-f", "mp4", "pipe:0"],
            Token,
            clip
        );
        Assert.Equal(
            audio ? ["h264,yuv420p", "aac"] : ["h264,yuv420p"],
            streams.Select(line => line.Trim(',')).ToArray()
        );
    }
}
