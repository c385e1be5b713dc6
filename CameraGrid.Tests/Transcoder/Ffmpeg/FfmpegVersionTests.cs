using CameraGrid.Transcoder.Ffmpeg;

namespace CameraGrid.Tests.Transcoder.Ffmpeg;

public sealed class FfmpegVersionTests
{
    [Theory]
    [InlineData("5.1.6-0+deb12u1", "59. 27.100", false)]
    [InlineData("n7.1", "61.  7.100", false)]
    [InlineData("N-109226-gb2c1f3a9d5-20221125", "59. 34.102", false)]
    [InlineData("8.0", "62.  3.100", false)]
    [InlineData("5.0.1", "59. 16.100", true)]
    [InlineData("4.4.2-0ubuntu0.22.04.1", "58. 76.100", true)]
    [InlineData("N-94664-g0821bc4eee", "58. 31.104", true)]
    public void The_library_tells_the_age_whatever_the_builder_calls_it(string name, string format, bool old)
    {
        var output =
            $"ffmpeg version {name} Copyright (c) 2000-2024 the FFmpeg developers\nbuilt with gcc 12\n"
            + $"libavutil      57. 28.100 / 57. 28.100\nlibavformat    59. 27.100 / {format}\n";

        Assert.True(FfmpegVersion.TryParse(output, out var version));

        Assert.Equal((name, old), (version.Name, version.IsTooOld));
    }

    [Theory]
    [InlineData("")]
    [InlineData("avconv version 11")]
    [InlineData("ffmpeg version 5.1")]
    public void What_is_no_FFmpeg_has_no_version(string output) => Assert.False(FfmpegVersion.TryParse(output, out _));
}
