using System.Buffers;
using CameraGrid.Media;
using CameraGrid.Media.Nut;

namespace CameraGrid.Tests.Media.Nut;

/// <summary>Parts of the format that FFmpeg writes rarely or never, and damage.</summary>
public sealed class NutFormatTests
{
    private const NutFrameFlags Full = NutFrameFlags.CodedPts | NutFrameFlags.SizeMsb;
    private static readonly byte[] Data = [1, 2, 3];

    [Fact]
    public void Repeated_headers_index_info_and_unknown_packets_are_passed_over()
    {
        byte[] nut = new NutBuilder()
            .Start()
            .Frame(0, NutFrameFlags.Key, Data)
            .Packet(0x4E49_AB68_B596_BA78, [1, 2, 3])
            .Packet(0x4E5A_0102_0304_0506, new byte[5000])
            .Packet(0x4E58_DD67_2F23_E64E, new byte[100_000])
            .MainHeader()
            .StreamHeaders()
            .SyncpointAt(40)
            .Frame(40, NutFrameFlags.None, Data)
            .ToArray();

        Assert.Equal([0, 40], NutCollector.Read(nut).Frames.Select(frame => frame.Pts));
    }

    [Fact]
    public void End_of_relevance_is_no_frame()
    {
        byte[] nut = new NutBuilder()
            .Start()
            .Frame(0, NutFrameFlags.Key, Data)
            .Frame(40, NutFrameFlags.Key | NutFrameFlags.EndOfRelevance, [])
            .ToArray();

        Assert.Single(NutCollector.Read(nut).Frames);
    }

    [Fact]
    public void Elided_header_reserved_fields_and_matched_time_are_understood()
    {
        byte[] fields = [.. NutBuilder.V(128 + 40), .. NutBuilder.V(3 + 2), 7, 1, 2, 100, 101];
        byte[] nut = new NutBuilder()
            .Start()
            .Frame(
                Full | NutFrameFlags.MatchTime | NutFrameFlags.HeaderIndex | NutFrameFlags.Reserved,
                fields,
                [0x65, 0x88]
            )
            .ToArray();

        CollectedFrame frame = Assert.Single(NutCollector.Read(nut).Frames);
        Assert.Equal([0, 0, 1, 0x65, 0x88], frame.Bytes);
    }

    [Fact]
    public void Side_data_is_no_part_of_the_frame()
    {
        byte[] sideData =
        [
            3, // items: an integer, a string, binary
            1,
            (byte)'A',
            1,
            1,
            (byte)'B',
            2,
            2,
            (byte)'x',
            (byte)'y',
            1,
            (byte)'C',
            4,
            3,
            (byte)'b',
            (byte)'i',
            (byte)'n',
            4,
            9,
            9,
            9,
            9,
            1, // meta data: a fraction
            1,
            (byte)'D',
            20,
            8,
        ];
        byte[] nut = new NutBuilder()
            .Start(version: 4)
            .Frame(40, NutFrameFlags.SideData, [.. sideData, .. Data])
            .ToArray();

        Assert.Equal(Data, Assert.Single(NutCollector.Read(nut).Frames).Bytes);
    }

    [Fact]
    public void Short_time_is_the_one_nearest_to_the_last()
    {
        NutBuilder builder = new NutBuilder().Start().Frame(250, NutFrameFlags.Key, Data);
        foreach (byte lsb in (byte[])[290 & 127, 330 & 127, 280 & 127])
        {
            builder.Frame(Full, [lsb, 3], Data);
        }

        Assert.Equal([250, 290, 330, 280], NutCollector.Read(builder.ToArray()).Frames.Select(frame => frame.Pts));
    }

    [Fact]
    public void More_reordering_than_declared_still_gives_increasing_decoding_times()
    {
        NutBuilder builder = new NutBuilder().Start(decodeDelay: 0);
        foreach (ulong pts in (ulong[])[0, 120, 40, 80, 240])
        {
            builder.Frame(pts, NutFrameFlags.None, Data);
        }

        Assert.Equal([0, 120, 121, 122, 240], NutCollector.Read(builder.ToArray()).Frames.Select(frame => frame.Dts));
    }

    public static TheoryData<string, byte[]> Damaged =>
        new()
        {
            { "file id", "nut/multimedia confusion\0"u8.ToArray() },
            { "before the headers", new NutBuilder().Raw(1).ToArray() },
            { "first syncpoint", new NutBuilder().MainHeader().StreamHeaders().Frame(0, 0, Data).ToArray() },
            { "before all stream headers", new NutBuilder().MainHeader().SyncpointAt(0).ToArray() },
            { "before the main header", new NutBuilder().StreamHeaders().ToArray() },
            { "version", new NutBuilder().MainHeader(9).ToArray() },
            { "frame code 5 is invalid", new NutBuilder().Start().Raw(5).ToArray() },
            {
                "frame of 33554433 bytes",
                new NutBuilder().Start().Frame(Full, [0, .. NutBuilder.V((32 << 20) + 1)], []).ToArray()
            },
            {
                "frame of 18446744073709551615 bytes",
                new NutBuilder().Start().Frame(Full, [0, .. NutBuilder.V(ulong.MaxValue)], []).ToArray()
            },
            { "too long", new NutBuilder().Start().Frame(Full, [.. Enumerable.Repeat((byte)0xFF, 20)], []).ToArray() },
            { "without a checksum", new NutBuilder().Start().Frame(5000, 0, Data).ToArray() },
            { "without a checksum", new NutBuilder().Start().Frame(0, 0, new byte[200_000]).ToArray() },
            { "out of range", new NutBuilder().Start().Frame(ulong.MaxValue - 200, 0, Data).ToArray() },
            { "frame of stream 1", new NutBuilder().Start().Frame(NutFrameFlags.StreamId | Full, [1], Data).ToArray() },
            {
                "no elision header 2",
                new NutBuilder().Start().Frame(NutFrameFlags.HeaderIndex | Full, [0, 3, 2], Data).ToArray()
            },
            {
                "shorter than its elided header",
                new NutBuilder().Start().Frame(NutFrameFlags.HeaderIndex | Full, [0, 2, 1], Data).ToArray()
            },
            { "side data is damaged", new NutBuilder().Start().Frame(0, NutFrameFlags.SideData, [200, 1]).ToArray() },
            { "no syncpoint for more than", Overdue() },
            { "checksum of packet", Flipped(new NutBuilder().MainHeader().ToArray(), 40) },
            {
                "frame header's checksum",
                Flipped(new NutBuilder().Start().Frame(0, NutFrameFlags.Checksum, Data).ToArray(), ^5)
            },
            {
                "packet header's checksum",
                Flipped(new NutBuilder().Packet(0x4E5A_0000_0000_0000, new byte[5000]).ToArray(), 36)
            },
            {
                "packet 4E5A000000000000 of 2000004 bytes",
                new NutBuilder().Packet(0x4E5A_0000_0000_0000, new byte[2_000_000]).ToArray()
            },
        };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void Damage_is_named(string expected, byte[] nut)
    {
        MediaFormatException exception = Assert.Throws<MediaFormatException>(() =>
        {
            ReadOnlySequence<byte> buffer = new(nut);
            NutCollector.Drain(new NutReader(), ref buffer, []);
        });

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    private static byte[] Flipped(byte[] nut, Index at)
    {
        nut[at] ^= 0x10;
        return nut;
    }

    private static byte[] Overdue()
    {
        NutBuilder builder = new NutBuilder().Start();
        for (int frame = 0; frame < 8; frame++)
        {
            builder.Frame((ulong)frame, 0, new byte[10_000]);
        }

        return builder.ToArray();
    }
}
