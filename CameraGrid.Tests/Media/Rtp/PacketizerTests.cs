using CameraGrid.Media;
using CameraGrid.Media.Rtp;

namespace CameraGrid.Tests.Media.Rtp;

public sealed class PacketizerTests
{
    /// <summary>Sizes of an access unit's NAL units, and of the largest payload.</summary>
    public static TheoryData<int[], int> AccessUnits { get; } =
        new()
        {
            { [5], 1400 },
            { [1400], 1400 },
            { [1401], 1400 },
            { [25, 4, 900], 1400 },
            { [25, 4, 700, 700, 700], 1400 },
            { [25, 4, 60_000], 1388 },
            { [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2], 64 },
            { [3000, 10, 3000, 10], 64 },
            { [1395, 2], 1400 },
            { [1393, 2], 1400 },
            { [62, 63, 64, 65, 66, 67, 125, 126, 127, 128], 64 },
        };

    [Theory]
    [MemberData(nameof(AccessUnits))]
    public void H264_nal_units_come_out_as_they_went_in(int[] sizes, int maxPayload)
    {
        var nals = Depacketizer.Nals(sizes, headerSize: 1);
        var payloads = new H264Packetizer(Depacketizer.AnnexB(nals));

        Assert.Equal(nals, Depacketizer.H264(Depacketizer.Collect(ref payloads, maxPayload)));
    }

    [Theory]
    [MemberData(nameof(AccessUnits))]
    public void H265_nal_units_come_out_as_they_went_in(int[] sizes, int maxPayload)
    {
        var nals = Depacketizer.Nals(sizes, headerSize: 2);
        var payloads = new H265Packetizer(Depacketizer.AnnexB(nals));

        Assert.Equal(nals, Depacketizer.H265(Depacketizer.Collect(ref payloads, maxPayload)));
    }

    [Fact]
    public void Small_h264_nal_units_share_a_packet_with_the_highest_importance()
    {
        byte[] sps = [0x67, 1, 2];
        byte[] sei = [0x06, 3];
        var payloads = new H264Packetizer(Depacketizer.AnnexB([sps, sei]));

        var payload = Assert.Single(Depacketizer.Collect(ref payloads, 1400));

        // STAP-A: NRI 3 of the SPS, type 24; then size and NAL unit, twice.
        Assert.Equal([0x78, 0, 3, .. sps, 0, 2, .. sei], payload);
    }

    [Fact]
    public void A_large_h264_nal_unit_is_fragmented_with_start_and_end_marked()
    {
        byte[] slice = [0x65, .. Enumerable.Repeat((byte)7, 130)];
        var payloads = new H264Packetizer(Depacketizer.AnnexB([slice]));

        var fragments = Depacketizer.Collect(ref payloads, 64);

        Assert.Equal([0x7C, 0x85], fragments[0][..2]);
        Assert.Equal([0x7C, 0x05], fragments[1][..2]);
        Assert.Equal([0x7C, 0x45], fragments[2][..2]);
    }

    [Theory]
    [InlineData(300, 1)]
    [InlineData(3000, 3)]
    public void Aac_access_units_say_their_whole_size_in_every_fragment(int size, int packets)
    {
        var unit = Depacketizer.Nals([size], headerSize: 1)[0];
        var payloads = new AacPacketizer(unit);

        var collected = Depacketizer.Collect(ref payloads, 1400);

        Assert.Equal(packets, collected.Count);
        Assert.All(collected, p => Assert.Equal([0, 16, (byte)(size >> 5), (byte)(size << 3)], p[..4]));
        Assert.Equal(unit, collected.SelectMany(p => p[4..]));
    }

    [Fact]
    public void An_aac_access_unit_too_large_for_the_format_is_refused() =>
        Assert.Throws<MediaFormatException>(() =>
        {
            var payloads = new AacPacketizer(new byte[8192]);
            payloads.TryWrite(new byte[1400], out _, out _);
        });

    [Fact]
    public void G711_samples_go_as_they_are_and_without_marker()
    {
        byte[] samples = [1, 2, 3];
        var payloads = new G711Packetizer(samples);
        var buffer = new byte[64];

        Assert.True(payloads.TryWrite(buffer, out var written, out var isLast));
        Assert.Equal(samples, buffer[..written]);
        Assert.False(isLast);
        Assert.False(payloads.TryWrite(buffer, out _, out _));
    }

    [Fact]
    public void A_jpeg_picture_goes_with_its_tables_in_the_first_packet_and_its_scan_in_all()
    {
        var scan = Depacketizer.Nals([3000], headerSize: 1)[0];
        var payloads = new JpegPacketizer(Depacketizer.Jpeg(scan));

        var collected = Depacketizer.Collect(ref payloads, 1400);

        // Type 1 (4:2:0), Q 255, 640 / 8, 360 / 8, then 132 bytes of tables.
        Assert.Equal(
            [0, 0, 0, 0, 1, 255, 80, 45, 0, 0, 0, 128, .. Enumerable.Repeat((byte)11, 64)],
            collected[0][..76]
        );
        Assert.Equal([0, 0, 4, 236], collected[1][..4]);
        Assert.Equal(scan, collected.SelectMany((payload, i) => payload[(i == 0 ? 140 : 8)..]));
    }

    [Fact]
    public void What_is_no_jpeg_throws_a_format_exception_only()
    {
        var picture = Depacketizer.Jpeg([1, 2, 3, 4]);
        var random = new Random(1);
        for (var round = 0; round < 20_000; round++)
        {
            var mutated = picture.ToArray();
            mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            try
            {
                var payloads = new JpegPacketizer(mutated.AsSpan(0, random.Next(mutated.Length + 1)));
                Depacketizer.Collect(ref payloads, 1400);
            }
            catch (MediaFormatException)
            {
                // Refused, as it should be.
            }
        }
    }

    [Fact]
    public void Packetizing_allocates_nothing()
    {
        var h264 = Depacketizer.AnnexB(Depacketizer.Nals([25, 4, 60_000], headerSize: 1));
        var jpeg = Depacketizer.Jpeg(new byte[30_000]);
        var sender = new RtpSender(96, 1, 0);
        var buffer = new byte[1400];
        Send(h264, jpeg, sender, buffer);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Send(h264, jpeg, sender, buffer);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Send(byte[] h264, byte[] jpeg, RtpSender sender, byte[] buffer)
    {
        var first = new H264Packetizer(h264);
        while (sender.TryWrite(ref first, 0, buffer, out _)) { }

        var second = new H265Packetizer(h264);
        while (sender.TryWrite(ref second, 0, buffer, out _)) { }

        var third = new JpegPacketizer(jpeg);
        while (sender.TryWrite(ref third, 0, buffer, out _)) { }

        var fourth = new AacPacketizer(jpeg.AsSpan(0, 400));
        while (sender.TryWrite(ref fourth, 0, buffer, out _)) { }
    }
}
