using System.Buffers.Binary;

namespace CameraGrid.Media.Rtp;

/// <summary>What a receiver says of one stream in its reports (RFC 3550, 6.4.1).</summary>
/// <param name="Ssrc">The stream.</param>
/// <param name="FractionLost">Of the packets since the last report, in 256ths.</param>
/// <param name="HighestSequenceNumber">Extended to 32 bits.</param>
/// <param name="Jitter">In units of the stream's clock.</param>
public readonly record struct RtcpReceptionBlock(uint Ssrc, byte FractionLost, uint HighestSequenceNumber, uint Jitter)
{
    private const int Size = 24;

    /// <summary>Finds a stream's block in a receiver report.</summary>
    public static bool TryFind(RtcpPart part, uint ssrc, out RtcpReceptionBlock block)
    {
        block = default;
        if (part.Type != RtcpPacket.ReceiverReport)
        {
            return false;
        }

        var rest = part.Body;
        for (var left = part.Count; left > 0 && rest.Length >= Size; left--, rest = rest[Size..])
        {
            if (BinaryPrimitives.ReadUInt32BigEndian(rest) == ssrc)
            {
                block = new RtcpReceptionBlock(
                    ssrc,
                    rest[4],
                    BinaryPrimitives.ReadUInt32BigEndian(rest[8..]),
                    BinaryPrimitives.ReadUInt32BigEndian(rest[12..])
                );
                return true;
            }
        }

        return false;
    }
}
