using System.Buffers.Binary;

namespace CameraGrid.Media.Rtp;

/// <summary>An RTCP sender report without reception blocks (RFC 3550, 6.4.1): ties the RTP clock to the wall clock.</summary>
/// <code>
/// |V=2|P|   RC=0  |   PT=SR=200   |            length=6           |
/// |                         SSRC of sender                        |
/// |              NTP timestamp, most significant word             |
/// |              NTP timestamp, least significant word            |
/// |                         RTP timestamp                         |
/// |                     sender's packet count                     |
/// |                      sender's octet count                     |
/// </code>
public readonly record struct RtcpSenderReport(
    uint Ssrc,
    ulong NtpTimestamp,
    uint RtpTimestamp,
    uint PacketCount,
    uint OctetCount
)
{
    /// <summary>Bytes of the report when written.</summary>
    public const int Size = 28;

    /// <summary>Writes the report's <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        destination[0] = 0x80;
        destination[1] = RtcpPacket.SenderReport;
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], Size / 4 - 1);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], Ssrc);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], NtpTimestamp);
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], RtpTimestamp);
        BinaryPrimitives.WriteUInt32BigEndian(destination[20..], PacketCount);
        BinaryPrimitives.WriteUInt32BigEndian(destination[24..], OctetCount);
    }

    /// <summary>Reads the report that stands first in a compound packet.</summary>
    public static bool TryRead(ReadOnlySpan<byte> compound, out RtcpSenderReport report)
    {
        report = default;
        if (compound.Length < Size || compound[0] >> 6 != 2 || compound[1] != RtcpPacket.SenderReport)
        {
            return false;
        }

        report = new RtcpSenderReport(
            BinaryPrimitives.ReadUInt32BigEndian(compound[4..]),
            BinaryPrimitives.ReadUInt64BigEndian(compound[8..]),
            BinaryPrimitives.ReadUInt32BigEndian(compound[16..]),
            BinaryPrimitives.ReadUInt32BigEndian(compound[20..]),
            BinaryPrimitives.ReadUInt32BigEndian(compound[24..])
        );
        return true;
    }
}
