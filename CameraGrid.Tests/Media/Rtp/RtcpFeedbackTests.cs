using CameraGrid.Media.Rtp;
using CameraGrid.Tests.Support;

namespace CameraGrid.Tests.Media.Rtp;

public sealed class RtcpFeedbackTests
{
    // A receiver report with one block, a NACK of 10, 11, 26 and 65535, 1, and a lost picture.
    private static readonly byte[] Compound =
    [
        .. Convert.FromHexString("81C90007" + "00000001" + "CAFEBABE" + "40000005" + "00010002" + "00000007"),
        .. new byte[8],
        .. Convert.FromHexString("81CD0004" + "00000001" + "CAFEBABE" + "000A8001" + "FFFF0002"),
        .. Convert.FromHexString("81CE0002" + "00000001" + "CAFEBABE"),
    ];

    [Fact]
    public void A_compound_of_a_report_a_NACK_and_a_lost_picture_is_read()
    {
        var reader = new RtcpReader(Compound);

        Assert.True(reader.TryRead(out var report));
        Assert.True(RtcpReceptionBlock.TryFind(report, 0xCAFEBABE, out var block));
        Assert.Equal(new RtcpReceptionBlock(0xCAFEBABE, 0x40, 0x10002, 7), block);
        Assert.False(RtcpReceptionBlock.TryFind(report, 1, out _));
        Assert.True(reader.TryRead(out var feedback));
        Assert.True(RtcpNack.TryRead(feedback, out var nack));
        Assert.Equal(0xCAFEBABE, nack.Ssrc);
        Assert.Equal([10, 11, 26, 65535, 1], All(nack));
        Assert.True(reader.TryRead(out var loss));
        Assert.True(loss.IsPictureLoss);
        Assert.False(reader.TryRead(out _));
    }

    [Fact]
    public void Damaged_compounds_end_somewhere_and_nothing_else_happens()
    {
        var mutations = new Mutations(seed: 3550);
        for (var round = 0; round < 20_000; round++)
        {
            var parts = 0;
            var reader = new RtcpReader(round < Compound.Length ? Compound[..round] : mutations.Next(Compound));
            while (reader.TryRead(out var part))
            {
                RtcpReceptionBlock.TryFind(part, 0xCAFEBABE, out _);
                if (RtcpNack.TryRead(part, out var nack))
                {
                    All(nack);
                }

                parts++;
            }

            Assert.InRange(parts, 0, Compound.Length);
        }
    }

    [Fact]
    public void A_retransmission_keeps_all_but_stream_type_and_number_and_tells_the_original_number()
    {
        byte[] original = [0x90, 0xE0 | 1, 0x12, 0x34, 0, 0, 0, 9, 0, 0, 0, 1, .. PlayoutDelay.None(5), 7, 8];
        var again = new byte[original.Length + RtxPacket.Overhead];

        var length = RtxPacket.Write(original, again, payloadType: 97, ssrc: 2, sequenceNumber: 3);

        Assert.Equal(again.Length, length);
        Assert.True(RtpHeader.TryRead(again, out var header, out var payload));
        Assert.Equal(new RtpHeader(true, 97, 3, 9, 2), header);
        Assert.Equal([0x12, 0x34, 7, 8], payload.ToArray());
    }

    [Fact]
    public void No_playout_delay_is_an_extension_of_one_element()
    {
        Assert.Equal("BEDE000152000000", Convert.ToHexString(PlayoutDelay.None(5)));
    }

    private static List<int> All(RtcpNack nack)
    {
        List<int> all = [];
        while (nack.TryRead(out var number))
        {
            all.Add(number);
        }

        return all;
    }
}
