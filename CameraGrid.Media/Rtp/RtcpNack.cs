using System.Buffers.Binary;

namespace CameraGrid.Media.Rtp;

/// <summary>
/// The sequence numbers that a generic NACK asks for (RFC 4585, 6.2.1): "the PID field … the packet ID of the lost packet",
/// and for each bit of the BLP field that is set one of the sixteen packets that follow it.
/// </summary>
/// <code>| SSRC of media source | PID (16) | BLP (16) | PID | BLP | …</code>
public ref struct RtcpNack
{
    private ReadOnlySpan<byte> _rest;
    private ushort _first;
    private uint _lost;

    private RtcpNack(ReadOnlySpan<byte> body)
    {
        Ssrc = BinaryPrimitives.ReadUInt32BigEndian(body);
        _rest = body[4..];
    }

    /// <summary>The stream that misses them.</summary>
    public uint Ssrc { get; }

    /// <summary>Reads the beginning of a NACK.</summary>
    /// <returns>False: it is something else, or empty.</returns>
    public static bool TryRead(RtcpPart part, out RtcpNack nack)
    {
        nack = default;
        if (part.Type != RtcpPacket.TransportFeedback || part.Count != 1 || part.Body.Length < 8)
        {
            return false;
        }

        nack = new RtcpNack(part.Body);
        return true;
    }

    /// <summary>The next lost packet; false at the end.</summary>
    public bool TryRead(out ushort sequenceNumber)
    {
        if (_lost == 0)
        {
            if (_rest.Length < 4)
            {
                sequenceNumber = 0;
                return false;
            }

            _first = BinaryPrimitives.ReadUInt16BigEndian(_rest);
            _lost = 1 | ((uint)BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]) << 1);
            _rest = _rest[4..];
        }

        sequenceNumber = (ushort)(_first + uint.TrailingZeroCount(_lost));
        _lost &= _lost - 1;
        return true;
    }
}
