using CameraGrid.Media.H264;
using CameraGrid.Transcoder.Ffmpeg;

namespace CameraGrid.Tests.Transcoder.Ffmpeg;

public sealed class AccessUnitJoinerTests
{
    private const int Full = 100;

    private static readonly byte[] Sps = [0x67, 66, 0, 30];
    private static readonly byte[] Pps = [0x68, 0xCE];
    private static readonly byte[] Sei = [0x66, 5, 1, 0, 0x80];

    private readonly AccessUnitJoiner _joiner = new();
    private readonly SentPackets _camera = new(Full);
    private readonly List<(long Pts, bool IsKey, byte[] Bytes)> _units = [];

    [Fact]
    public void Packets_become_the_access_units_that_they_were_cut_from()
    {
        byte[][] nals = [Sps, Pps, Sei, SentPackets.Slice(250, type: H264NalType.IdrSlice)];

        Send(_camera.Picture(nals));
        Send(_camera.Picture(SentPackets.Slice(70)));
        Send(_camera.Picture(SentPackets.Slice(80), SentPackets.Slice(230, isFirst: false)));
        Send(_camera.Picture(SentPackets.Slice(10)));

        Assert.Equal([(0, true), (3600, false), (7200, false)], _units.Select(unit => (unit.Pts, unit.IsKey)));
        Assert.Equal(AnnexB(nals), _units[0].Bytes);
        Assert.Equal(AnnexB(SentPackets.Slice(80), SentPackets.Slice(230, isFirst: false)), _units[2].Bytes);
    }

    [Fact]
    public void Where_the_camera_keeps_its_habits_a_picture_is_whole_with_its_last_packet()
    {
        Prove();

        Send(_camera.Picture(SentPackets.Slice(50)));
        Send(_camera.Picture(SentPackets.Slice(250)));

        Assert.Equal(PictureEnds.Proof + 2, _units.Count);
        Assert.Equal(AnnexB(SentPackets.Slice(250)), _units[^1].Bytes);
    }

    [Fact]
    public void A_picture_whose_last_packet_is_full_waits_for_the_next_one()
    {
        Prove();

        Send(_camera.Picture(SentPackets.Slice(3 * Full)));
        Assert.Equal(PictureEnds.Proof, _units.Count);

        Send(_camera.Picture(SentPackets.Slice(50)));
        Assert.Equal(PictureEnds.Proof + 2, _units.Count);
        Assert.Equal(AnnexB(SentPackets.Slice(3 * Full)), _units[^2].Bytes);
    }

    [Fact]
    public void All_slices_of_a_picture_belong_to_it()
    {
        for (var picture = 0; picture < PictureEnds.Proof + 5; picture++)
        {
            Send(_camera.Picture(SentPackets.Slice(250), SentPackets.Slice(130, isFirst: false)));
        }

        // The first only tells how many slices there are.
        Assert.Equal(PictureEnds.Proof + 5, _units.Count);
        Assert.All(_units, unit => Assert.Equal(250 + 130 + 8, unit.Bytes.Length));
    }

    [Theory]
    [InlineData("slices")]
    [InlineData("sizes")]
    [InlineData("filler")]
    public void A_camera_with_other_habits_is_never_believed(string habit)
    {
        for (var picture = 0; picture < 3 * PictureEnds.Proof; picture++)
        {
            var odd = picture % 10 == 9;
            byte[][] nals =
                habit == "slices" && odd ? [SentPackets.Slice(250), SentPackets.Slice(250, isFirst: false)]
                : habit == "filler" && odd ? [SentPackets.Slice(250), [0x0C, 0xFF, 0xFF, 0x80]]
                : [SentPackets.Slice(250)];
            var packets = _camera.Picture(nals);
            Send(habit == "sizes" && odd ? [.. packets.Take(2), .. Halves(packets[2])] : packets);
            Assert.Equal(picture, _units.Count);
        }
    }

    [Fact]
    public void More_of_a_picture_that_was_taken_for_whole_is_noticed()
    {
        Prove();
        var packets = _camera.Picture(SentPackets.Slice(250));

        Send([.. packets.Take(2), .. Halves(packets[2])]);

        Assert.True(_joiner.WasCut);
    }

    [Fact]
    public void What_stands_behind_a_picture_that_was_handed_on_is_not_lost()
    {
        Prove();

        Send(_camera.Picture(SentPackets.Slice(250), Sei));
        Send(_camera.Picture(SentPackets.Slice(60)));

        Assert.False(_joiner.WasCut);
        Assert.Equal(AnnexB(Sei, SentPackets.Slice(60)), _units[^1].Bytes);
        Assert.Equal((PictureEnds.Proof + 3) * SentPackets.Interval, _units[^1].Pts);
    }

    /// <summary>As cameras do that stamp them when they are made.</summary>
    [Fact]
    public void Parameter_sets_with_a_time_of_their_own_belong_to_the_picture_behind_them()
    {
        Send(_camera.Picture(SentPackets.Slice(60)));
        Send(_camera.Picture(Sps));
        Send(_camera.Picture(Pps));
        Send(_camera.Picture(SentPackets.Slice(60, type: H264NalType.IdrSlice)));
        Send(_camera.Picture(SentPackets.Slice(60)));

        Assert.Equal((3 * SentPackets.Interval, true), (_units[^1].Pts, _units[^1].IsKey));
        Assert.Equal(AnnexB(Sps, Pps, SentPackets.Slice(60, type: H264NalType.IdrSlice)), _units[^1].Bytes);
    }

    [Fact]
    public void Where_the_packet_is_lost_that_a_picture_begins_with_the_one_before_is_whole()
    {
        Send(_camera.Picture(SentPackets.Slice(250)));
        Send([.. _camera.Picture(SentPackets.Slice(250)).Skip(1)]);
        Send(_camera.Picture(SentPackets.Slice(60)));

        Assert.Equal(AnnexB(SentPackets.Slice(250)), _units[0].Bytes);
        Assert.Equal(150, _units[1].Bytes.Length);
    }

    [Fact]
    public void A_camera_that_gives_all_pictures_the_same_time_is_read_by_their_slices()
    {
        var pts = 0;
        foreach (var size in new[] { 250, 60, 130 })
        {
            Send([.. _camera.Picture(SentPackets.Slice(size)).Select(packet => packet with { Pts = pts++ })]);
        }

        Assert.Equal([254, 64], _units.Select(unit => unit.Bytes.Length));
    }

    // As many pictures as it takes, of all sizes: of one packet, of two, of more.
    private void Prove()
    {
        for (var picture = 0; picture <= PictureEnds.Proof; picture++)
        {
            Send(_camera.Picture(SentPackets.Slice(250 - picture % 3 * 80)));
        }

        Send(_camera.Picture(SentPackets.Slice(60)));
        _units.RemoveRange(0, _units.Count - PictureEnds.Proof);
    }

    private static SentPacket[] Halves(SentPacket packet) =>
        [packet with { Payload = packet.Payload[..20] }, new(packet.Pts + 1, packet.Payload[20..])];

    private void Send(IEnumerable<SentPacket> packets)
    {
        foreach (var packet in packets)
        {
            var look = H264Payload.Inspect(packet.Payload);
            if (_joiner.IsEndedBy(look, packet.Pts))
            {
                Take();
            }

            _joiner.Add(look, packet.Pts, packet.Payload);
            if (_joiner.IsWhole)
            {
                Take();
            }
        }
    }

    private void Take()
    {
        _units.Add((_joiner.Pts, _joiner.IsKey, _joiner.Unit.ToArray()));
        _joiner.Clear();
    }

    private static byte[] AnnexB(params byte[][] nals) => [.. nals.SelectMany(nal => (byte[])[0, 0, 0, 1, .. nal])];
}
