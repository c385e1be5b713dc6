using System.Globalization;
using CameraGrid.Media;
using CameraGrid.Media.H264;
using CameraGrid.Media.Nut;
using CameraGrid.Tests.Media.Nut;
using CameraGrid.Tests.Support;

namespace CameraGrid.Tests.Media.H264;

public sealed class H264SpsTests
{
    [Theory]
    [MemberData(nameof(TestMedia.Names), MemberType = typeof(TestMedia))]
    public async Task Fields_are_those_that_FFmpeg_reads(string name)
    {
        byte[] nut = await TestMedia.NutAsync(name);
        string expected = (
            await Tool.FfprobeAsync(
                [
                    .. "-select_streams v:0 -show_entries".Split(' '),
                    "stream=width,height,has_b_frames,sample_aspect_ratio,pix_fmt,level,r_frame_rate",
                    .. "-of csv=p=0 -i pipe:0".Split(' '),
                ],
                TestContext.Current.CancellationToken,
                nut
            )
        )[0];

        H264Sps sps = SpsOf(nut);

        Assert.Equal(expected, Describe(sps));
    }

    [Theory]
    [InlineData("nal-hrd=cbr:vbv-maxrate=500:vbv-bufsize=500:bitrate=500")]
    [InlineData("cqm=jvt")]
    [InlineData(
        "overscan=show:videoformat=pal:fullrange=on:colorprim=bt709:transfer=bt709:colormatrix=bt709:chromaloc=1"
    )]
    public async Task What_stands_before_the_timing_is_passed_over(string parameters)
    {
        byte[] nut = await Tool.FfmpegAsync(
            [
                .. "-f lavfi -i testsrc2=s=320x240:r=15 -t 1 -c:v libx264 -bf 1 -b_strategy 0 -b:v 500k".Split(' '),
                .. $"-x264-params {parameters} -f nut pipe:1".Split(' '),
            ],
            TestContext.Current.CancellationToken
        );

        H264Sps sps = SpsOf(nut);

        Assert.Equal((320, 240, 15.0, 1), (sps.Width, sps.Height, sps.FrameRate, sps.MaxReorderFrames));
    }

    [Fact]
    public void Order_count_type_1_and_scaling_lists_are_passed_over()
    {
        BitWriter writer = High(chromaFormat: 1).Bits("1 1").Bits("1").Ue(16);
        // The first list ends at once (delta -8 makes the scale 0), the seventh has all its 64 deltas, 0 each.
        writer.Bits("00000").Bits("1").Bits(new string('1', 64)).Bits("0");
        byte[] nal = writer
            .Ue(0, 1)
            .Bits("0") // delta_pic_order_always_zero_flag
            .Ue(2, 3, 2, 5, 6)
            .Ue(1)
            .Bits("0")
            .Ue(19, 14)
            .Bits("1 1 0 0")
            .ToNal();

        H264Sps sps = H264Sps.Parse(nal);

        Assert.Equal((320, 240, null), (sps.Width, sps.Height, sps.MaxReorderFrames));
    }

    [Theory]
    [InlineData(0, true, 320 - 3, 240 - 7)]
    [InlineData(1, true, 320 - 6, 240 - 14)]
    [InlineData(2, true, 320 - 6, 240 - 7)]
    [InlineData(3, true, 320 - 3, 240 - 7)]
    [InlineData(1, false, 320 - 6, 480 - 28)]
    public void Cropping_counts_in_samples_of_the_chroma_format(
        int chromaFormat,
        bool isProgressive,
        int width,
        int height
    )
    {
        byte[] nal = High(chromaFormat)
            .Bits("0 0")
            .Ue(0, 2, 1)
            .Bits("0")
            .Ue(19, 14)
            .Bits(isProgressive ? "1" : "0 0")
            .Bits("1 1")
            .Ue(1, 2, 3, 4)
            .Bits("0")
            .ToNal();

        H264Sps sps = H264Sps.Parse(nal);

        Assert.Equal((width, height, !isProgressive), (sps.Width, sps.Height, sps.IsInterlaced));
    }

    [Fact]
    public void Output_in_decoding_order_means_no_reordering() =>
        Assert.Equal(0, H264Sps.Parse(Baseline().Bits("0").ToNal()).MaxReorderFrames);

    [Fact]
    public void Emulation_prevention_is_no_data()
    {
        // Timing of one tick in 50: 31 zero bits, so the writer has to put in prevention bytes.
        byte[] nal = Baseline().Bits("1 0 0 0 0 1").U(32, 1).U(32, 50).Bits("1 0 0 0 0").ToNal();

        Assert.True(nal.AsSpan().IndexOf((byte[])[0, 0, 3]) > 0);
        Assert.Equal(25, H264Sps.Parse(nal).FrameRate);
    }

    [Fact]
    public void Usability_information_that_is_cut_short_counts_as_none()
    {
        byte[] nal = Baseline().Bits("1 0 0 0 0 1").U(32, 0xFFFF_FFFF).ToNal();

        H264Sps sps = H264Sps.Parse(nal);

        Assert.Equal((320, 240, null), (sps.Width, sps.Height, sps.FrameRate));
    }

    [Theory]
    [InlineData("", "type")]
    [InlineData("68EE3C80", "type")]
    [InlineData("67640029", "ends early")]
    [InlineData("6764002900000000", "exceeds 32 bits")]
    public void Damage_is_named(string nal, string expected)
    {
        byte[] bytes = Convert.FromHexString(nal);

        var exception = Assert.Throws<MediaFormatException>(() => H264Sps.Parse(bytes));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    private static BitWriter Baseline() =>
        new BitWriter().U(8, 0x67).U(8, 66).U(8, 0xC0).U(8, 31).Ue(0, 0, 2, 1).Bits("0").Ue(19, 14).Bits("1 1 0");

    /// <summary>A high profile's set up to the flag of the scaling matrix's predecessor.</summary>
    private static BitWriter High(int chromaFormat) =>
        new BitWriter()
            .U(8, 0x67)
            .U(8, 244)
            .U(8, 0)
            .U(8, 31)
            .Ue(0, (uint)chromaFormat)
            .Bits(chromaFormat == 3 ? "0" : "")
            .Ue(0, 0);

    private static H264Sps SpsOf(byte[] nut)
    {
        NutStream stream = NutCollector.Read(nut).Streams[0];
        Assert.True(AvcConfiguration.TryFromAnnexB(stream.ExtraData, out AvcConfiguration? configuration));
        return configuration.Parsed;
    }

    private static string Describe(H264Sps sps)
    {
        string chroma = sps.ChromaFormatIdc switch
        {
            1 => "yuv420p",
            2 => "yuv422p",
            3 => "yuv444p",
            _ => "gray",
        };
        string depth = sps.BitDepthLuma == 8 ? "" : $"{sps.BitDepthLuma}le";
        string rate = sps.FrameRate is { } exact && exact == Math.Floor(exact) ? $"{exact}/1" : "30000/1001";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{sps.Width},{sps.Height},{sps.MaxReorderFrames},{sps.SampleAspectWidth}:{sps.SampleAspectHeight},{chroma}{depth},{sps.LevelIdc},{rate}"
        );
    }
}
