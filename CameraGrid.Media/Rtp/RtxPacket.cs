using System.Buffers.Binary;

namespace CameraGrid.Media.Rtp;

/// <summary>A packet sent again on a stream of its own (RFC 4588, 4).</summary>
/// <code>| RTP header of the retransmission stream, extension | original sequence number | original payload |</code>
public static class RtxPacket
{
    /// <summary>Bytes that the packet has more than the original.</summary>
    public const int Overhead = 2;

    /// <summary>Writes the packet.</summary>
    /// <param name="original">The packet as it was sent first, without contributing sources and padding.</param>
    /// <param name="destination">At least <see cref="Overhead"/> bytes more.</param>
    /// <param name="payloadType">That of the retransmission stream.</param>
    /// <param name="ssrc">Likewise.</param>
    /// <param name="sequenceNumber">Likewise.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(
        ReadOnlySpan<byte> original,
        Span<byte> destination,
        byte payloadType,
        uint ssrc,
        ushort sequenceNumber
    )
    {
        RtpHeader.TryRead(original, out var header, out var payload);
        var head = original.Length - payload.Length;
        original[..head].CopyTo(destination);
        // Time stamp, marker and extension stay those of the original (4).
        destination[1] = (byte)((header.Marker ? 0x80 : 0) | payloadType);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], sequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], ssrc);
        BinaryPrimitives.WriteUInt16BigEndian(destination[head..], header.SequenceNumber);
        payload.CopyTo(destination[(head + Overhead)..]);
        return original.Length + Overhead;
    }
}
