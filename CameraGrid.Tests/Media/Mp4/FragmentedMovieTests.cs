using CameraGrid.Tests.Support;

namespace CameraGrid.Tests.Media.Mp4;

public sealed class FragmentedMovieTests
{
    private static readonly string[] DecodedFrames =
    [
        "-show_frames",
        "-show_entries",
        "frame=media_type,key_frame,pts_time,pict_type,width,height,sample_aspect_ratio,nb_samples",
        .. "-of csv=p=0 -i pipe:0".Split(' '),
    ];

    [Theory]
    [MemberData(nameof(TestMedia.Names), MemberType = typeof(TestMedia))]
    public async Task Movie_decodes_to_the_pictures_and_sounds_of_its_source(string name)
    {
        byte[] nut = await TestMedia.NutAsync(name);

        byte[] movie = TestMovie.FromNut(nut);

        foreach (string streams in await StreamsOfAsync(nut))
        {
            string[] expected = await HashesAsync(nut, streams);
            Assert.NotEmpty(expected);
            Assert.Equal(expected, await HashesAsync(movie, streams));
        }
    }

    [Theory]
    [MemberData(nameof(TestMedia.Names), MemberType = typeof(TestMedia))]
    public async Task Movie_shows_each_frame_at_the_time_of_its_source(string name)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        byte[] nut = await TestMedia.NutAsync(name);

        byte[] movie = TestMovie.FromNut(nut, framesPerFragment: 5, ntpTimestamp: 0xE000_0000_8000_0000);

        foreach (string stream in await StreamsOfAsync(nut))
        {
            string[] arguments = ["-select_streams", stream, .. DecodedFrames];
            string[] expected = await Tool.FfprobeAsync(arguments, cancellation, nut);
            Assert.NotEmpty(expected);
            Assert.Equal(expected, await Tool.FfprobeAsync(arguments, cancellation, movie));
        }
    }

    [Fact]
    public async Task Decoding_times_are_those_of_the_encoder()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        string[] arguments = [.. "-show_entries packet=dts_time,pts_time,flags -of csv=p=0 -i pipe:0".Split(' ')];
        byte[] nut = await TestMedia.NutAsync("b-pyramid");
        // FFmpeg's own MP4 of the same frames, its start moved as the NUT muxer moved it: by nothing but the delay.
        byte[] reference = await Tool.FfmpegAsync(
            [
                .. "-copyts -i pipe:0 -c copy -f mp4 -movflags frag_every_frame+empty_moov+default_base_moof".Split(
                    ' '
                ),
                "-",
            ],
            cancellation,
            nut
        );

        byte[] movie = TestMovie.FromNut(nut);

        string[] expected = await Tool.FfprobeAsync(arguments, cancellation, reference);
        Assert.Equal(expected, await Tool.FfprobeAsync(arguments, cancellation, movie));
    }

    private static async Task<string[]> StreamsOfAsync(byte[] nut) =>
        await Tool.FfprobeAsync(
            [.. "-show_entries stream=index -of csv=p=0 -i pipe:0".Split(' ')],
            TestContext.Current.CancellationToken,
            nut
        );

    /// <summary>One hash for each decoded frame.</summary>
    private static async Task<string[]> HashesAsync(byte[] file, string stream)
    {
        byte[] output = await Tool.FfmpegAsync(
            [.. "-copyts -i pipe:0 -fps_mode passthrough -map".Split(' '), $"0:{stream}", "-f", "framemd5", "-"],
            TestContext.Current.CancellationToken,
            file
        );
        string[] lines = System
            .Text.Encoding.ASCII.GetString(output)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Where(line => line[0] != '#').Select(line => line[(line.LastIndexOf(',') + 1)..].Trim())];
    }
}
