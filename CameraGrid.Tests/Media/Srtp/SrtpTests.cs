using CameraGrid.Media.Rtp;
using CameraGrid.Media.Srtp;

namespace CameraGrid.Tests.Media.Srtp;

public sealed class SrtpTests
{
    private const int Largest = 1500;

    /// <summary>RFC 3711, B.3.</summary>
    private static readonly SrtpKeys Keys = new(
        Convert.FromHexString("E1F97A0D3E018BE0D64FA32C06DE4139"),
        Convert.FromHexString("0EC675AD498AFEEBB6960B3AABE6")
    );

    [Theory]
    [InlineData(0, "C61E7A93744F39EE10734AFE3FF7A087")]
    [InlineData(2, "30CBBC08863D8C85D49DB34A9AE1")]
    [InlineData(1, "CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4")]
    public void Session_keys_are_those_of_RFC_3711_B3(byte label, string expected)
    {
        var derived = new byte[expected.Length / 2];

        Keys.Derive((SrtpLabel)label, derived);

        Assert.Equal(expected, Convert.ToHexString(derived));
    }

    [Fact]
    public void The_key_stream_is_that_of_RFC_3711_B2()
    {
        using var cipher = new AesCounterMode(
            Convert.FromHexString("2B7E151628AED2A6ABF7158809CF4F3C"),
            Convert.FromHexString("F0F1F2F3F4F5F6F7F8F9FAFBFCFD"),
            Largest
        );
        var stream = new byte[48];

        cipher.Apply(stream, ssrc: 0, index: 0);

        Assert.Equal(
            "E03EAD0935C95E80E166B16DD92B4EB4D23513162B02D0F72A43A2FE4A5F97AB41E95B3BB0A2E8DD477901E4FCA894C0",
            Convert.ToHexString(stream)
        );
    }

    [Fact]
    public void A_receiver_of_its_own_make_reads_packets_over_the_turn_of_sequence_numbers()
    {
        using var sender = new SrtpSender(Keys, Largest);
        var receiver = new SrtpPeer(Keys);
        for (var number = 65_500; number < 65_600; number++)
        {
            var packet = Packet((ushort)number);
            var datagram = new byte[Largest];
            packet.CopyTo(datagram, 0);

            var length = sender.Protect(datagram, packet.Length);

            Assert.Equal(packet.Length + SrtpSender.Overhead, length);
            Assert.Equal(packet, receiver.Unprotect(datagram.AsSpan(0, length)));
        }
    }

    [Fact]
    public void A_packet_protected_again_comes_out_the_same_also_over_the_turn()
    {
        using var sender = new SrtpSender(Keys, Largest);
        var first = Protect(sender, 65_530);
        for (var number = 65_531; number < 65_560; number++)
        {
            Protect(sender, (ushort)number);
        }

        Assert.Equal(first, Protect(sender, 65_530));
    }

    [Fact]
    public void A_packet_allocates_nothing()
    {
        using var sender = new SrtpSender(Keys, Largest);
        using var reports = new SrtcpSender(Keys, Largest);
        var datagram = new byte[Largest];
        Packet(1).CopyTo(datagram, 0);
        Run(100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(1000);

        // Of the thousand, none: what the runtime itself takes now and then is less than a byte for each.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 999);

        void Run(int count)
        {
            for (var i = 0; i < count; i++)
            {
                sender.Protect(datagram, 1000);
                reports.Protect(datagram, 60);
            }
        }
    }

    [Fact]
    public void Reports_are_taken_once_and_only_undamaged()
    {
        using var sender = new SrtcpSender(Keys, Largest);
        using var receiver = new SrtcpReceiver(Keys, Largest);
        var plain = new byte[] { 0x81, 206, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8 };
        for (var round = 0; round < 3; round++)
        {
            var datagram = new byte[Largest];
            plain.CopyTo(datagram, 0);
            var whole = datagram[..sender.Protect(datagram, plain.Length)];
            for (var at = 0; at < whole.Length; at++)
            {
                var damaged = (byte[])whole.Clone();
                damaged[at] ^= 1;
                Assert.False(receiver.TryUnprotect(damaged, out _));
                Assert.False(receiver.TryUnprotect(whole.AsSpan(0, at).ToArray(), out _));
            }

            var again = (byte[])whole.Clone();
            Assert.True(receiver.TryUnprotect(whole, out var length));
            Assert.Equal(plain, whole[..length]);
            Assert.False(receiver.TryUnprotect(again, out _));
        }
    }

    [Fact]
    public void Exported_keys_are_taken_apart_in_the_order_of_RFC_5764()
    {
        var exported = Enumerable.Range(0, SrtpKeys.ExportedSize).Select(value => (byte)value).ToArray();

        var (client, server) = SrtpKeys.FromExported(exported);

        Assert.Equal((0, 32), (client.Key[0], client.Salt[0]));
        Assert.Equal((16, 46), (server.Key[0], server.Salt[0]));
    }

    private static byte[] Protect(SrtpSender sender, ushort number)
    {
        var datagram = new byte[Largest];
        Packet(number).CopyTo(datagram, 0);
        return datagram[..sender.Protect(datagram, Packet(number).Length)];
    }

    private static byte[] Packet(ushort number)
    {
        var packet = new byte[1000];
        new RtpHeader(true, 96, number, 3000u * number, 0xCAFEBABE).Write(packet);
        packet.AsSpan(RtpHeader.Size).Fill((byte)number);
        return packet;
    }
}
