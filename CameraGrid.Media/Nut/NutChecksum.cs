using System.Buffers;

namespace CameraGrid.Media.Nut;

/// <summary>"crc32 checksum: Generator polynomial is 0x104C11DB7. Starting value is zero." Most significant bit first.</summary>
internal static class NutChecksum
{
    private static readonly uint[] Table = CreateTable();

    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        uint[] table = Table;
        foreach (byte value in bytes)
        {
            checksum = (checksum << 8) ^ table[(checksum >> 24) ^ value];
        }

        return checksum;
    }

    /// <summary>0 over a range that ends with its own checksum.</summary>
    public static uint Of(in ReadOnlySequence<byte> bytes)
    {
        uint checksum = 0;
        foreach (ReadOnlyMemory<byte> segment in bytes)
        {
            checksum = Append(checksum, segment.Span);
        }

        return checksum;
    }

    private static uint[] CreateTable()
    {
        uint[] table = new uint[256];
        for (uint index = 0; index < table.Length; index++)
        {
            uint value = index << 24;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 0x8000_0000) == 0 ? value << 1 : (value << 1) ^ 0x04C1_1DB7;
            }

            table[index] = value;
        }

        return table;
    }
}
