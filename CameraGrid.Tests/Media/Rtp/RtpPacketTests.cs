using CameraGrid.Media;
using CameraGrid.Media.Rtp;

namespace CameraGrid.Tests.Media.Rtp;

public sealed class RtpPacketTests
{
    [Fact]
    public void A_header_is_read_as_it_was_written()
    {
        var header = new RtpHeader(true, 96, 0xFFFE, 0xDEADBEEF, 0x01020304);
        byte[] packet = [.. new byte[RtpHeader.Size], 9, 8];
        header.Write(packet);

        Assert.True(RtpHeader.TryRead(packet, out var read, out var payload));
        Assert.Equal(header, read);
        Assert.Equal([9, 8], payload.ToArray());
    }

    [Fact]
    public void The_payload_is_found_past_sources_extension_and_padding()
    {
        byte[] packet =
        [
            .. (byte[])[0xB1, 96, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3],
            .. (byte[])[0, 0, 0, 4],
            .. (byte[])[0xBE, 0xDE, 0, 1, 1, 2, 3, 4],
            .. (byte[])[42, 0, 2],
        ];

        Assert.True(RtpHeader.TryRead(packet, out _, out var payload));
        Assert.Equal([42], payload.ToArray());
    }

    [Fact]
    public void Any_bytes_are_read_or_refused()
    {
        var random = new Random(2);
        var packet = new byte[64];
        for (var round = 0; round < 50_000; round++)
        {
            random.NextBytes(packet);
            packet[0] = (byte)(0x80 | packet[0] & 0x3F);
            RtpHeader.TryRead(packet.AsSpan(0, random.Next(packet.Length)), out _, out _);
            RtcpSenderReport.TryRead(packet.AsSpan(0, random.Next(packet.Length)), out _);
        }
    }

    [Fact]
    public void Sequence_numbers_and_timestamps_wrap_and_counts_go_on()
    {
        var sender = new RtpSender(8, 7, 0xFFFF);
        var buffer = new byte[200];
        foreach (var timestamp in (uint[])[uint.MaxValue, 0])
        {
            var samples = new G711Packetizer(new byte[160]);
            Assert.True(sender.TryWrite(ref samples, timestamp, buffer, out _));
        }

        Assert.True(RtpHeader.TryRead(buffer, out var last, out _));
        Assert.Equal(new RtpHeader(false, 8, 0, 0, 7), last);
        Assert.Equal(new RtcpSenderReport(7, 5, 6, 2, 320), sender.Report(5, 6));
    }

    [Fact]
    public void A_report_is_read_as_it_was_written()
    {
        var report = new RtcpSenderReport(1, 0xE000_0000_8000_0000, 3, 4, 5);
        var packet = new byte[RtcpSenderReport.Size];
        report.Write(packet);

        Assert.True(RtcpSenderReport.TryRead(packet, out var read));
        Assert.Equal(report, read);
    }

    [Theory]
    [InlineData("", 12)]
    [InlineData("a", 12)]
    [InlineData("ab", 16)]
    [InlineData("cam1@camera", 24)]
    public void A_canonical_name_ends_with_a_null_on_a_32_bit_boundary(string name, int size)
    {
        var packet = new byte[64];
        packet.AsSpan().Fill(0xEE);

        var written = RtcpPacket.WriteCanonicalName(packet, 1, System.Text.Encoding.UTF8.GetBytes(name));

        Assert.Equal(size, written);
        Assert.Equal(size / 4 - 1, packet[3]);
        Assert.Equal(0, packet[written - 1]);
    }

    [Theory]
    [InlineData("1970-01-01T00:00:00Z", 0x83AA_7E80_0000_0000)]
    [InlineData("2026-06-01T12:00:00.5Z", 0xEDC7_F2C0_8000_0000)]
    public void Ntp_time_counts_seconds_since_1900_in_fixed_point(string moment, ulong timestamp)
    {
        var time = DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(timestamp, NtpTime.From(time));
        Assert.Equal(time, NtpTime.ToDateTimeOffset(timestamp));
    }
}
