namespace CameraGrid.Media.Rtp;

/// <summary>One outgoing RTP stream: its identifier, sequence numbers and the counts that its sender reports carry.</summary>
/// <param name="payloadType">That of every packet.</param>
/// <param name="ssrc">The synchronization source.</param>
/// <param name="firstSequenceNumber">Random, as a rule.</param>
/// <param name="extension">A header extension that every packet carries (RFC 8285), whole, or nothing.</param>
/// <remarks>Not safe for use by several threads at once.</remarks>
public sealed class RtpSender(byte payloadType, uint ssrc, ushort firstSequenceNumber, byte[]? extension = null)
{
    private readonly byte[] _extension = extension ?? [];
    private ushort _sequenceNumber = firstSequenceNumber;

    /// <summary>The synchronization source.</summary>
    public uint Ssrc => ssrc;

    /// <summary>The sequence number of the next packet.</summary>
    public ushort NextSequenceNumber => _sequenceNumber;

    /// <summary>Packets sent so far, modulo 2^32.</summary>
    public uint PacketCount { get; private set; }

    /// <summary>Payload bytes sent so far, modulo 2^32.</summary>
    public uint OctetCount { get; private set; }

    /// <summary>Writes the next packet of a frame.</summary>
    /// <param name="payloads">The frame.</param>
    /// <param name="timestamp">The frame's RTP timestamp.</param>
    /// <param name="destination">Where the packet goes; its length is the largest packet that may be sent.</param>
    /// <param name="written">Bytes of the packet.</param>
    /// <returns>False when the frame is done.</returns>
    public bool TryWrite<T>(scoped ref T payloads, uint timestamp, Span<byte> destination, out int written)
        where T : struct, IRtpPayloads, allows ref struct
    {
        var head = RtpHeader.Size + _extension.Length;
        if (!payloads.TryWrite(destination[head..], out var size, out var isLast))
        {
            written = 0;
            return false;
        }

        new RtpHeader(isLast, payloadType, _sequenceNumber, timestamp, ssrc).Write(destination);
        if (_extension.Length > 0)
        {
            destination[0] |= RtpHeader.ExtensionBit;
            _extension.CopyTo(destination[RtpHeader.Size..]);
        }
        unchecked
        {
            _sequenceNumber++;
            PacketCount++;
            OctetCount += (uint)size;
        }

        written = head + size;
        return true;
    }

    /// <summary>The report of what was sent so far.</summary>
    /// <param name="ntpTimestamp">The wall clock now (<see cref="NtpTime"/>).</param>
    /// <param name="rtpTimestamp">The same moment on this stream's RTP clock.</param>
    public RtcpSenderReport Report(ulong ntpTimestamp, uint rtpTimestamp) =>
        new(ssrc, ntpTimestamp, rtpTimestamp, PacketCount, OctetCount);
}
