using CameraGrid.Tests.Support;

namespace CameraGrid.Tests.Simulator;

/// <summary>FFmpeg, the client that matters, reads every kind of stream.</summary>
public sealed class PlaybackTests
{
    private const int Frames = 30;

    public static TheoryData<string, string, string, bool> Streams { get; } =
        new()
        {
            { "/cam1/main", "h264", "1280x720", false },
            { "/cam3/main", "h264", "1280x720", true },
            { "/cam5/sub", "h264", "640x360", true },
            { "/clock/sub", "h264", "640x360", false },
            { "/h265/main", "hevc", "1280x720", false },
            { "/h265/sub", "hevc", "640x360", false },
            { "/mjpeg/main", "mjpeg", "640x360", false },
            { "/odd/main", "h264", "642x358", false },
            { "/aac/main", "h264", "640x360", true },
            { "/alaw/main", "h264", "640x360", true },
            { "/h264-422/main", "h264", "640x360", false },
            { "/h264-10bit/main", "h264", "640x360", false },
        };

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Ffmpeg_decodes_every_stream_over_tcp(string path, string decoder, string size, bool sound) =>
        await DecodeAsync("tcp", path, decoder, size, sound);

    [Theory]
    [InlineData("/cam3/main", "h264", "1280x720", true)]
    [InlineData("/cam5/sub", "h264", "640x360", true)]
    [InlineData("/h265/sub", "hevc", "640x360", false)]
    [InlineData("/mjpeg/main", "mjpeg", "640x360", false)]
    public async Task Ffmpeg_decodes_streams_over_udp(string path, string decoder, string size, bool sound) =>
        await DecodeAsync("udp", path, decoder, size, sound);

    [Fact]
    public async Task Ffmpeg_decodes_a_stream_with_b_frames()
    {
        await using var simulator = await TestSimulator.StartAsync();
        // FFmpeg's RTSP client does not know the first decoding times and guesses them wrong, of every camera that has B-frames: here
        // the pictures are numbered anew.
        var decoded = await RtspClients.DecodeAsync(
            "tcp",
            simulator.UrlOf("/bframes/main"),
            Frames,
            input: ["-c:v", "h264"],
            output: ["-vf", "setpts=N/25/TB"]
        );

        Assert.Empty(decoded.Errors);
        Assert.Equal(Frames, decoded.Timestamps.Count);
    }

    private static async Task DecodeAsync(string transport, string path, string decoder, string size, bool sound)
    {
        await using var simulator = await TestSimulator.StartAsync();

        var decoded = await RtspClients.DecodeAsync(transport, simulator.UrlOf(path), Frames, input: ["-c:v", decoder]);

        Assert.Empty(decoded.Errors);
        Assert.Equal(Frames, decoded.Timestamps.Count);
        Assert.Contains($"#dimensions 0: {size}", decoded.Header);
        Assert.Equal(sound, decoded.Header.Contains("#media_type 1: audio"));
    }
}
