using CameraGrid.Transcoder.Ffmpeg;

namespace CameraGrid.Tests.Transcoder.Ffmpeg;

public sealed class StreamPlanTests
{
    private static readonly StreamPlan Transcoded = StreamPlan.CopyAll with { Video = Handling.Transcode };

    /// <summary>As FFmpeg 5.1 and 7.1 print their input before they begin.</summary>
    [Theory]
    [InlineData(
        "[info]   Stream #0:0: Video: h264 (Constrained Baseline), yuv420p(progressive), 1280x720 [SAR 1:1 DAR 16:9], 25 fps, 25 tbr, 90k tbn",
        true
    )]
    [InlineData(
        "[info]   Stream #0:0: Video: h264 (High), yuvj420p(pc, bt709, progressive), 1920x1080, 15 fps, 90k tbr, 90k tbn",
        true
    )]
    [InlineData("[info]   Stream #0:1: Video: h264 (Main), yuv420p, 640x360, 90k tbn, start 0.040000", true)]
    [InlineData(
        "[info]   Stream #0:0: Video: h264 (High 4:2:2), yuv422p(progressive), 640x360 [SAR 1:1 DAR 16:9], 25 fps, 25 tbr, 90k tbn",
        false
    )]
    [InlineData("[info]   Stream #0:0: Video: h264 (High 10), yuv420p10le(progressive), 640x360, 25 fps", false)]
    [InlineData(
        "[info]   Stream #0:0: Video: hevc (Main), yuv420p(tv), 1280x720 [SAR 1:1 DAR 16:9], 25 fps, 25 tbr, 90k tbn",
        false
    )]
    [InlineData("[info]   Stream #0:0: Video: mjpeg (Baseline), yuvj420p(pc, bt470bg/unknown/unknown), 640x360", false)]
    [InlineData("[info]   Stream #0:0: Video: h264, none, 25 fps, 25 tbr, 90k tbn", false)]
    [InlineData(
        "[info]   Stream #0:0: Video: h264 (H264 / 0x34363248), yuv420p(tv, progressive), 1280x720 [SAR 1:1 DAR 16:9], q=2-31, 25 fps, 51200 tbn",
        false
    )]
    [InlineData("[info]   Stream #0:0 -> #0:0 (h264 (native) -> h264 (libx264))", false)]
    public void A_stream_that_is_transcoded_and_need_not_be_is_copied(string line, bool copies)
    {
        var better = Transcoded.ForInput(line);

        Assert.Equal(copies ? Handling.Copy : null, better?.Video);
        Assert.Null(StreamPlan.CopyAll.ForInput(line));
    }

    [Fact]
    public void A_stream_that_keeps_changing_its_mind_is_transcoded_in_the_end()
    {
        var plan = Transcoded;
        var returns = 0;
        while (plan.ForInput("Stream #0:0: Video: h264 (High), yuv420p, 640x360") is { } copied)
        {
            plan = copied with { Video = Handling.Transcode };
            returns++;
        }

        Assert.Equal(5, returns);
    }
}
