using System.Buffers.Binary;

namespace CameraGrid.Media.Rtp;

/// <summary>The small RTCP packets that accompany a sender report in a compound packet (RFC 3550, 6.1).</summary>
public static class RtcpPacket
{
    /// <summary>Packet type of a sender report.</summary>
    public const byte SenderReport = 200;

    /// <summary>Packet type of a receiver report.</summary>
    public const byte ReceiverReport = 201;

    /// <summary>Packet type of a source description.</summary>
    public const byte SourceDescription = 202;

    /// <summary>Packet type of a goodbye.</summary>
    public const byte Goodbye = 203;

    /// <summary>Packet type of feedback on the transport, such as a NACK (RFC 4585, 6.1).</summary>
    public const byte TransportFeedback = 205;

    /// <summary>Packet type of feedback on the payload, such as a lost picture (RFC 4585, 6.1).</summary>
    public const byte PayloadFeedback = 206;

    /// <summary>
    /// Writes a source description with the canonical name, the one item every compound packet must carry
    /// (RFC 3550, 6.5.1). All streams of one camera share the name, which is how a receiver knows them as one.
    /// </summary>
    /// <param name="destination">At least 16 + <paramref name="canonicalName"/>.Length bytes.</param>
    /// <param name="ssrc">The stream.</param>
    /// <param name="canonicalName">UTF-8, at most 255 bytes.</param>
    /// <returns>Bytes written, a multiple of four.</returns>
    public static int WriteCanonicalName(Span<byte> destination, uint ssrc, ReadOnlySpan<byte> canonicalName)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(canonicalName.Length, 255);
        // "The list of items in each chunk MUST be terminated by one or more null octets ... to pad until the next
        // 32-bit boundary" (6.5): always at least one.
        var size = 8 + ((2 + canonicalName.Length + 1 + 3) & ~3);
        destination[..size].Clear();
        WriteHead(destination, SourceDescription, size, ssrc);
        destination[8] = 1;
        destination[9] = (byte)canonicalName.Length;
        canonicalName.CopyTo(destination[10..]);
        return size;
    }

    /// <summary>Writes the goodbye of one stream.</summary>
    /// <returns>Bytes written: 8.</returns>
    public static int WriteGoodbye(Span<byte> destination, uint ssrc)
    {
        WriteHead(destination, Goodbye, 8, ssrc);
        return 8;
    }

    private static void WriteHead(Span<byte> destination, byte type, int size, uint ssrc)
    {
        destination[0] = 0x81;
        destination[1] = type;
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)(size / 4 - 1));
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], ssrc);
    }
}
