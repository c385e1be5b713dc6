using System.Buffers.Binary;

namespace CameraGrid.Media.Rtp;

/// <summary>The fixed header of an RTP packet (RFC 3550, 5.1), as sent here: no padding, extension or contributing sources.</summary>
/// <code>
///  0                   1                   2                   3
/// |V=2|P|X|  CC   |M|     PT      |       sequence number         |
/// |                           timestamp                           |
/// |           synchronization source (SSRC) identifier            |
/// </code>
public readonly record struct RtpHeader(bool Marker, byte PayloadType, ushort SequenceNumber, uint Timestamp, uint Ssrc)
{
    /// <summary>Bytes of the header when written.</summary>
    public const int Size = 12;

    /// <summary>In the first byte: an extension follows the header.</summary>
    internal const byte ExtensionBit = 0x10;

    /// <summary>Writes the header's <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        destination[0] = 0x80;
        destination[1] = (byte)((Marker ? 0x80 : 0) | (PayloadType & 0x7F));
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], SequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], Timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], Ssrc);
    }

    /// <summary>Reads a packet's header and finds its payload, past contributing sources, extension and padding.</summary>
    /// <returns>False when the packet is not RTP version 2 or is cut short.</returns>
    public static bool TryRead(ReadOnlySpan<byte> packet, out RtpHeader header, out ReadOnlySpan<byte> payload)
    {
        header = default;
        payload = default;
        if (packet.Length < Size || packet[0] >> 6 != 2)
        {
            return false;
        }

        var start = Size + 4 * (packet[0] & 0x0F);
        if ((packet[0] & ExtensionBit) != 0)
        {
            if (packet.Length < start + 4)
            {
                return false;
            }

            start += 4 + 4 * BinaryPrimitives.ReadUInt16BigEndian(packet[(start + 2)..]);
        }

        var padding = (packet[0] & 0x20) != 0 ? packet[^1] : 0;
        if (start + padding > packet.Length)
        {
            return false;
        }

        header = new RtpHeader(
            (packet[1] & 0x80) != 0,
            (byte)(packet[1] & 0x7F),
            BinaryPrimitives.ReadUInt16BigEndian(packet[2..]),
            BinaryPrimitives.ReadUInt32BigEndian(packet[4..]),
            BinaryPrimitives.ReadUInt32BigEndian(packet[8..])
        );
        payload = packet[start..(packet.Length - padding)];
        return true;
    }
}
