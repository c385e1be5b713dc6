using CameraGrid.Cameras;
using CameraGrid.Transcoder.Ffmpeg;

namespace CameraGrid.Tests.Transcoder.Ffmpeg;

public sealed class FfmpegCommandTests
{
    private const string Copied =
        "-hide_banner -nostats -loglevel level+warning -analyzeduration 1 -fpsprobesize 0 -f concat -safe 0"
        + " -protocol_whitelist pipe,rtsp,rtsps,rtp,srtp,udp,tcp,tls,crypto -i pipe:0 -map 0:v:0 -map 0:a:0?"
        + " -c:v copy -copyinkf -c:a copy -bsf:a setts=ts=TS+1/TB"
        + " -max_interleave_delta 1 -output_ts_offset 1 -f nut -flush_packets 1 -write_index 0 pipe:1";

    private const string Encoder =
        "-c:v libx264 -preset ultrafast -tune zerolatency -pix_fmt yuv420p -bf 0"
        + " -force_key_frames expr:gte(t,n_forced*1) -vf scale=trunc(iw/2)*2:trunc(ih/2)*2";

    public static TheoryData<string, string, string> Plans =>
        new()
        {
            { "Copy", "Copy", Copied },
            {
                "Transcode",
                "Copy",
                Copied.Replace("level+warning", "level+info -fflags nobuffer").Replace("-c:v copy -copyinkf", Encoder)
            },
            { "Copy", "Transcode", Copied.Replace("-c:a copy", "-c:a aac -ac 1 -ar 48000 -b:a 64k") },
        };

    [Theory]
    [MemberData(nameof(Plans))]
    public void A_plan_gives_this_command_line(string video, string audio, string expected)
    {
        var plan = new StreamPlan(Enum.Parse<Handling>(video), Enum.Parse<Handling>(audio), Analysis.Quick);

        Assert.Equal(expected, string.Join(' ', FfmpegCommand.Arguments(plan)));
    }

    /// <summary>FFmpeg warns of each packet with the time of the one before: that would be all of them but the first.</summary>
    [Fact]
    public void Where_packets_are_joined_here_FFmpeg_does_not_warn_of_their_times()
    {
        Assert.Equal(
            Copied.Replace("level+warning", "level+error"),
            string.Join(' ', FfmpegCommand.Arguments(StreamPlan.CopyAll))
        );
    }

    [Fact]
    public void The_first_frame_is_given_a_time_where_FFmpeg_asked_for_it()
    {
        var arguments = FfmpegCommand.Arguments(StreamPlan.CopyAll.AnalysedAs(Analysis.Timed));

        Assert.Equal(
            Copied.Replace("-copyinkf", "-copyinkf -bsf:v setts=pts=if(eq(N\\,0)*eq(PTS\\,NOPTS)\\,0\\,PTS)"),
            string.Join(' ', arguments)
        );
    }

    [Fact]
    public void The_script_carries_the_address_and_its_options()
    {
        var source = new StreamSource(new Uri("rtsp://10.0.0.5/live?channel=1"), "admin", "secret", RtspTransport.Tcp);

        Assert.Equal(
            """
            ffconcat version 1.0
            file 'rtsp://admin:secret@10.0.0.5/live?channel=1'
            option rtsp_transport tcp
            option timeout 5000000
            option fflags genpts+noparse
            option fpsprobesize 0
            option analyzeduration 1
            option max_ts_probe 0

            """.ReplaceLineEndings("\n"),
            FfmpegCommand.Script(source, StreamPlan.CopyAll)
        );
    }

    [Theory]
    [InlineData("p@ss:w/o%r#d?&", "p%40ss%3Aw%2Fo%25r%23d%3F%26")]
    [InlineData("it's \"ours\"", "it%27s%20%22ours%22")]
    [InlineData("schlüssel\n", "schl%C3%BCssel%0A")]
    public void Credentials_are_percent_encoded_so_that_none_ends_the_line_or_the_quote(string password, string encoded)
    {
        var source = new StreamSource(new Uri("rtsp://10.0.0.5:8554/live"), "admin", password, RtspTransport.Udp);

        var script = FfmpegCommand.Script(source, StreamPlan.CopyAll);

        Assert.Contains($"file 'rtsp://admin:{encoded}@10.0.0.5:8554/live'\noption rtsp_transport udp\n", script);
    }

    [Theory]
    [InlineData("Copy", "Quick", "option fflags genpts\noption fpsprobesize 0\noption analyzeduration 1\n")]
    [InlineData("Copy", "Timed", "option fflags genpts\noption fpsprobesize 0\noption analyzeduration 1\n")]
    [InlineData("Copy", "Thorough", "option fflags nobuffer+genpts\noption analyzeduration 5000000\n")]
    [InlineData("Transcode", "Quick", "option fflags nobuffer+genpts\noption analyzeduration 500000\n")]
    public void A_plan_says_how_long_the_stream_is_looked_at(string video, string analysis, string options)
    {
        var plan = new StreamPlan(Enum.Parse<Handling>(video), Handling.Copy, Enum.Parse<Analysis>(analysis));
        var source = new StreamSource(new Uri("rtsp://cam.example/a"), null, null, RtspTransport.Tcp);

        Assert.EndsWith(options, FfmpegCommand.Script(source, plan));
    }

    [Fact]
    public void A_source_without_credentials_is_asked_as_it_stands()
    {
        var source = new StreamSource(new Uri("rtsps://cam.example/a"), null, null, RtspTransport.Tcp);

        Assert.Contains("file 'rtsps://cam.example/a'\n", FfmpegCommand.Script(source, StreamPlan.CopyAll));
    }
}
