using System.Buffers.Binary;

namespace CameraGrid.Media.Stun;

/// <summary>FINGERPRINT (RFC 8489, 14.7): the CRC-32 of the message up to it, "XOR'ed with the 32-bit value 0x5354554e".</summary>
internal static class StunFingerprint
{
    private const uint Mask = 0x5354554E;
    private static readonly uint[] Table = MakeTable();

    /// <param name="message">Up to and without the attribute, its length in the header counting it.</param>
    public static uint Compute(ReadOnlySpan<byte> message)
    {
        var crc = uint.MaxValue;
        foreach (var one in message)
        {
            crc = (crc >> 8) ^ Table[(byte)(crc ^ one)];
        }

        return ~crc ^ Mask;
    }

    /// <param name="message">Whole, with the attribute at its end.</param>
    public static bool Holds(ReadOnlySpan<byte> message) =>
        BinaryPrimitives.ReadUInt32BigEndian(message[^4..]) == Compute(message[..^StunMessage.FingerprintSize]);

    // ITU-T V.42: the polynomial 0x04C11DB7, lowest bit first.
    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint index = 0; index < table.Length; index++)
        {
            var value = index;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xEDB88320;
            }

            table[index] = value;
        }

        return table;
    }
}
