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
