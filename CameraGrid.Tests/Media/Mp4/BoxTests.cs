using CameraGrid.Media;
using CameraGrid.Media.Aac;
using CameraGrid.Media.H264;
using CameraGrid.Media.Mp4;

namespace CameraGrid.Tests.Media.Mp4;

public sealed class BoxTests
{
    private const string ByteStream =
        "000000016764000DACD94141FB011000000300100000030320F1429960" + "0000000168EBE3CB22C0";

    [Fact]
    public void Init_segment_has_these_boxes()
    {
        byte[] init = InitSegment.Create([Video(), new AacTrack(2, 44100, AacConfiguration.Parse([0x12, 0x10]))]);

        Assert.Equal(
            """
            ftyp 28
            moov 1089
              mvhd 108
              trak 479
                tkhd 92
                mdia 379
                  mdhd 32
                  hdlr 43
                  minf 296
                    vmhd 20
                    dinf 36
                      dref 28
                    stbl 232
                      stsd 156
                      stts 16
                      stsc 16
                      stco 16
                      stsz 20
              trak 422
                tkhd 92
                mdia 322
                  mdhd 32
                  hdlr 43
                  minf 239
                    smhd 16
                    dinf 36
                      dref 28
                    stbl 179
                      stsd 103
                      stts 16
                      stsc 16
                      stco 16
                      stsz 20
              mvex 72
                trex 32
                trex 32
            """,
            BoxTree.Outline(init)
        );
    }

    [Fact]
    public void Audio_configuration_stands_in_its_descriptors()
    {
        byte[] init = InitSegment.Create([new AacTrack(1, 44100, AacConfiguration.Parse([0x12, 0x10]))]);

        byte[] stsd = BoxTree.Find(init, "moov", "trak", "mdia", "minf", "stbl", "stsd").ToArray();

        Assert.Equal(
            // ES_Descriptor | DecoderConfigDescriptor | DecoderSpecificInfo | SLConfigDescriptor
            "0380808022000000" + "04808080144015" + "0000000000000000000000" + "05808080021210" + "068080800102",
            Convert.ToHexString(BoxTree.Find(stsd.AsSpan(8 + 36), "esds")[4..])
        );
    }

    [Fact]
    public void Fragment_has_these_bytes()
    {
        FragmentSample[] samples = [new(1000, 3600, 7200, true), new(10, 3601, -1, false)];
        byte[] header = new byte[FragmentWriter.HeaderSize(2, withProducerReferenceTime: true)];

        FragmentWriter.WriteHeader(header, 7, 5, 0x1_0000_0000, samples, ntpTimestamp: 0xE1E2E3E4_80000000);

        string[] expected =
        [
            "00000020 70726674 01000004 00000007 E1E2E3E480000000 0000000100001C20", // prft
            "00000078 6D6F6F66", // moof
            "00000010 6D666864 00000000 00000005", // mfhd
            "00000060 74726166", // traf
            "00000010 74666864 00020000 00000007", // tfhd
            "00000014 74666474 01000000 0000000100000000", // tfdt
            "00000034 7472756E 01000F01 00000002 00000080", // trun
            "00000E10 000003E8 02000000 00001C20",
            "00000E11 0000000A 01010000 FFFFFFFF",
            "000003FA 6D646174", // mdat
        ];
        Assert.Equal(string.Concat(expected).Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(header));
    }

    [Fact]
    public void Fragment_needs_room_and_samples()
    {
        byte[] header = new byte[FragmentWriter.HeaderSize(1, withProducerReferenceTime: false)];

        Assert.Throws<ArgumentOutOfRangeException>(() => FragmentWriter.WriteHeader(header, 1, 1, 0, [], null));
        Assert.Throws<ArgumentOutOfRangeException>(() => FragmentWriter.WriteHeader(header, 1, 1, 0, [default], 1));
        FragmentWriter.WriteHeader(header, 1, 1, 0, [default], null);
    }

    [Fact]
    public void Wall_clock_time_counts_from_1900_in_fixed_point()
    {
        DateTimeOffset unixEpoch = DateTimeOffset.UnixEpoch;

        Assert.Equal(2_208_988_800UL << 32, NtpTime.From(unixEpoch));
        Assert.Equal(0x4000_0000UL, NtpTime.From(unixEpoch.AddMilliseconds(250)) & 0xFFFF_FFFF);
    }

    private static AvcTrack Video()
    {
        byte[] bytes = Convert.FromHexString(ByteStream);
        Assert.True(AvcConfiguration.TryFromAnnexB(bytes, out AvcConfiguration? configuration));
        return new AvcTrack(1, 90000, configuration);
    }
}
