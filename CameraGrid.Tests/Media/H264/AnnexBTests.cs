using CameraGrid.Media.H264;

namespace CameraGrid.Tests.Media.H264;

public sealed class AnnexBTests
{
    public static TheoryData<string, string> ByteStreams =>
        new()
        {
            { "", "" },
            { "000001", "" },
            { "658801", "" },
            { "00000165", "65" },
            { "0000000165", "65" },
            { "AABB00000165", "65" },
            { "000001650000", "65" },
            { "00000165880000000141 9A", "6588 419A" },
            { "00000165880000000000000000000141", "6588 41" },
            { "000001000001 41", "41" },
            { "00000141 000001 42 00000001 43", "41 42 43" },
            { "000001 65 0000 03 01", "65000003 01" },
        };

    [Theory]
    [MemberData(nameof(ByteStreams))]
    public void Byte_stream_comes_apart_into_its_units(string bytes, string expected)
    {
        List<byte[]> nals = Read(Bytes(bytes));

        Assert.Equal(
            expected.Replace(" ", "", StringComparison.Ordinal),
            string.Concat(nals.Select(Convert.ToHexString))
        );
    }

    [Fact]
    public void Sample_has_lengths_and_neither_parameter_sets_nor_delimiters()
    {
        byte[] annexB = Bytes(
            "0000000109F0 0000000167640029 0000000168EE 00000106 05FF 00000165 8801 0000010C FF 0000010A 0000010B"
        );
        byte[] sample = new byte[LengthPrefixed.SizeOf(annexB)];

        int written = LengthPrefixed.FromAnnexB(annexB, sample);

        Assert.Equal("00000003" + "0605FF" + "00000003" + "658801", Convert.ToHexString(sample[..written]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void The_size_of_a_stream_of_the_shortest_units_is_known_before(int units)
    {
        byte[] annexB = [.. Enumerable.Repeat<byte[]>([0, 0, 1, 0x41], units).SelectMany(unit => unit)];
        byte[] sample = new byte[LengthPrefixed.SizeOf(annexB)];

        Assert.Equal(units * 5, LengthPrefixed.FromAnnexB(annexB, sample));
        Assert.Equal(units * 5, sample.Length);
    }

    internal static byte[] Bytes(string digits) =>
        Convert.FromHexString(digits.Replace(" ", "", StringComparison.Ordinal));

    private static List<byte[]> Read(byte[] bytes)
    {
        List<byte[]> nals = [];
        AnnexBReader reader = new(bytes);
        while (reader.TryRead(out ReadOnlySpan<byte> nal))
        {
            nals.Add(nal.ToArray());
        }

        return nals;
    }
}
