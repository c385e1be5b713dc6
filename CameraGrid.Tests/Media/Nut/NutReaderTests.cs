using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using CameraGrid.Media.Nut;
using CameraGrid.Tests.Support;

namespace CameraGrid.Tests.Media.Nut;

public sealed class NutReaderTests
{
    [Theory]
    [MemberData(nameof(TestMedia.Names), MemberType = typeof(TestMedia))]
    public async Task Frames_are_those_that_FFmpeg_reads(string name)
    {
        byte[] nut = await TestMedia.NutAsync(name);
        string[] expected = await ProbeAsync(nut);

        (_, List<CollectedFrame> frames) = NutCollector.Read(nut);

        Assert.Equal(expected, frames.Select(Describe));
    }

    [Theory]
    [MemberData(nameof(TestMedia.Names), MemberType = typeof(TestMedia))]
    public async Task Decoding_times_increase_and_never_follow_presentation_times(string name)
    {
        (IReadOnlyList<NutStream> streams, List<CollectedFrame> frames) = NutCollector.Read(
            await TestMedia.NutAsync(name)
        );

        foreach (NutStream stream in streams)
        {
            CollectedFrame[] own = [.. frames.Where(frame => frame.StreamId == stream.Id)];
            Assert.All(own, frame => Assert.True(frame.Dts <= frame.Pts));
            Assert.All(own.Zip(own.Skip(1)), pair => Assert.True(pair.First.Dts < pair.Second.Dts));
        }
    }

    [Theory]
    [InlineData("timestamped")]
    [InlineData("none")]
    public async Task Version_4_is_read_too(string syncpoints)
    {
        byte[] nut = await Tool.FfmpegAsync(
            [
                .. "-f lavfi -i testsrc2=s=320x240:r=25 -f lavfi -i sine -t 2 -c:v libx264 -bf 2 -c:a aac -f nut".Split(
                    ' '
                ),
                .. $"-strict experimental -syncpoints {syncpoints} pipe:1".Split(' '),
            ],
            TestContext.Current.CancellationToken
        );

        (_, List<CollectedFrame> frames) = NutCollector.Read(nut);

        Assert.Equal(await ProbeAsync(nut), frames.Select(Describe));
    }

    [Theory]
    [InlineData("libx264", NutFourCc.H264)]
    [InlineData("libx265", NutFourCc.Hevc)]
    [InlineData("mjpeg", NutFourCc.Mjpeg)]
    [InlineData("mpeg4", NutFourCc.Mpeg4)]
    [InlineData("aac", NutFourCc.Aac)]
    [InlineData("pcm_alaw", NutFourCc.Alaw)]
    [InlineData("pcm_mulaw", NutFourCc.Mulaw)]
    [InlineData("libopus", NutFourCc.Opus)]
    public async Task Codec_is_named_as_FFmpeg_names_it(string encoder, string expected)
    {
        byte[] nut = await Tool.FfmpegAsync(
            [
                .. "-f lavfi -i testsrc2=s=64x48:r=5 -f lavfi -i sine=r=48000 -t 1".Split(' '),
                .. $"-c {encoder} -map {(IsAudio(expected) ? 1 : 0)} -f nut pipe:1".Split(' '),
            ],
            TestContext.Current.CancellationToken
        );

        NutStream stream = Assert.Single(NutCollector.Read(nut).Streams);

        Assert.Equal(expected, stream.FourCc);
        (NutStreamClass, int, int, int, int) described = (
            stream.Class,
            stream.Width,
            stream.Height,
            stream.SampleRate,
            stream.Channels
        );
        Assert.Equal(
            IsAudio(expected) ? (NutStreamClass.Audio, 0, 0, 48000, 1) : (NutStreamClass.Video, 64, 48, 0, 0),
            described
        );
    }

    private static bool IsAudio(string fourCc) =>
        fourCc is NutFourCc.Aac or NutFourCc.Alaw or NutFourCc.Mulaw or NutFourCc.Opus;

    private static async Task<string[]> ProbeAsync(byte[] nut)
    {
        string[] lines = await Tool.FfprobeAsync(
            [
                .. "-show_packets -show_data_hash md5".Split(' '),
                .. "-show_entries packet=stream_index,pts,size,flags,data_hash -of csv=p=0 -i pipe:0".Split(' '),
            ],
            TestContext.Current.CancellationToken,
            nut
        );
        return lines;
    }

    private static string Describe(CollectedFrame frame) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{frame.StreamId},{frame.Pts},{frame.Bytes.Length},{(frame.IsKey ? "K" : "_")}_,MD5:{Md5(frame.Bytes)}"
        );

#pragma warning disable CA5351 // What ffprobe offers, and not for security.
    private static string Md5(byte[] bytes) => Convert.ToHexStringLower(MD5.HashData(bytes));
#pragma warning restore CA5351
}
