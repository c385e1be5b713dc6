namespace CameraGrid.Media.Rtp;

/// <summary>The RTP payloads of one frame, written one after the other into buffers of the caller.</summary>
/// <remarks>Implementations are ref structs over the frame's bytes, so packetising allocates nothing.</remarks>
public interface IRtpPayloads
{
    /// <summary>Writes the next payload.</summary>
    /// <param name="destination">Where it goes; its length is the largest payload that may be sent, at least 64 bytes.</param>
    /// <param name="written">Bytes of the payload.</param>
    /// <param name="isLast">True when the frame ends with this payload: the packet then carries the marker bit.</param>
    /// <returns>False when the frame has no more payloads.</returns>
    bool TryWrite(Span<byte> destination, out int written, out bool isLast);
}
