using CameraGrid.Media.H264;
using CameraGrid.Tests.Media.Mp4;
using CameraGrid.Tests.Media.Nut;
using CameraGrid.Tests.Support;

namespace CameraGrid.Tests.Media.H264;

public sealed class AvcConfigurationTests
{
    private const string Sps = "67 64 00 0D AC D9 41 41 FB 01 10 00 00 03 00 10 00 00 03 03 20 F1 42 99 60";
    private const string Pps = "68 EB E3 CB 22 C0";

    [Theory]
    [MemberData(nameof(TestMedia.Names), MemberType = typeof(TestMedia))]
    public async Task Configuration_record_is_the_one_FFmpeg_writes(string name)
    {
        byte[] nut = await TestMedia.NutAsync(name);
        byte[] reference = await Tool.FfmpegAsync(
            [.. "-i pipe:0 -map 0:v -c copy -f mp4 -movflags empty_moov pipe:1".Split(' ')],
            TestContext.Current.CancellationToken,
            nut
        );
        byte[] entry = BoxTree.Find(reference, "moov", "trak", "mdia", "minf", "stbl", "stsd")[8..].ToArray();
        byte[] expected = BoxTree.Find(entry.AsSpan(86), "avcC").ToArray();

        Assert.True(
            AvcConfiguration.TryFromAnnexB(
                NutCollector.Read(nut).Streams[0].ExtraData,
                out AvcConfiguration? configuration
            )
        );

        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(configuration.ToAvcC()));
    }

    [Theory]
    [InlineData("S P")]
    [InlineData("P S")]
    [InlineData("P P S S")]
    [InlineData("D S X P 5")]
    public void Parameter_sets_count_in_whatever_order_they_stand(string order)
    {
        AvcConfiguration configuration = From(order);

        Assert.Equal(AnnexBTests.Bytes(Sps), Assert.Single(configuration.Sps));
        Assert.Equal(AnnexBTests.Bytes(Pps), Assert.Single(configuration.Pps));
        Assert.Equal("avc1.64000D", configuration.CodecString);
    }

    [Fact]
    public void Several_picture_parameter_sets_are_kept_by_their_ids()
    {
        // ue(1) is 010, ue(0) is 1: ids 1 and 0, in this order.
        AvcConfiguration configuration = From("Q S P");

        Assert.Equal(["68EBE3CB22C0", "685BE3"], configuration.Pps.Select(Convert.ToHexString));
    }

    [Fact]
    public void Changed_parameter_sets_are_not_equal()
    {
        Assert.Equal(From("S P"), From("P S"));
        Assert.Equal(From("S P").GetHashCode(), From("P S").GetHashCode());
        Assert.NotEqual(From("S P"), From("S P Q"));
        Assert.NotEqual(From("S P"), From("S T P"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("P")]
    [InlineData("D X P")]
    [InlineData("S P Y")]
    public void Access_unit_without_whole_parameter_sets_has_no_configuration(string order) =>
        Assert.False(AvcConfiguration.TryFromAnnexB(AccessUnit(order), out _));

    private static AvcConfiguration From(string order)
    {
        Assert.True(AvcConfiguration.TryFromAnnexB(AccessUnit(order), out AvcConfiguration? configuration));
        return configuration;
    }

    private static byte[] AccessUnit(string order) =>
        [
            .. order
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .SelectMany(letter =>
                    AnnexBTests.Bytes(
                        "00 00 00 01"
                            + letter switch
                            {
                                "S" => Sps,
                                "T" => Sps.Replace("01 10 00 00", "01 11 00 00", StringComparison.Ordinal),
                                "P" => Pps,
                                "Q" => "68 5B E3",
                                "D" => "09 F0",
                                "X" => "06 05 FF",
                                "Y" => "67 64 00",
                                _ => "65 88 01",
                            }
                    )
                ),
        ];
}
