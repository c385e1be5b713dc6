using System.Buffers.Binary;

namespace CameraGrid.Media.Srtp;

/// <summary>
/// Protects the RTP packets of one stream (RFC 3711, 3.3) with AES_CM_128_HMAC_SHA1_80. Allocates nothing per packet.
/// </summary>
/// <code>| RTP header, extension | payload, encrypted | tag (80 bits) |</code>
/// <remarks>Not safe for use by several threads at once.</remarks>
public sealed class SrtpSender : IDisposable
{
    /// <summary>Bytes that a packet grows by.</summary>
    public const int Overhead = SrtpAuthentication.TagSize;

    private readonly SrtpTransform _transform;
    private ulong _highest;
    private bool _started;

    /// <param name="keys">Those of this direction.</param>
    /// <param name="largest">Bytes of the largest packet.</param>
    public SrtpSender(SrtpKeys keys, int largest) => _transform = SrtpTransform.OfRtp(keys, largest);

    /// <summary>
    /// Protects a packet in place. One that was sent before may be protected again, as long as it is none of the last 32,768
    /// but the same byte by byte: it comes out the same.
    /// </summary>
    /// <param name="packet">The packet and <see cref="Overhead"/> bytes of room.</param>
    /// <param name="length">Bytes of the packet, as <see cref="Rtp.RtpHeader"/> wrote it.</param>
    /// <returns>Bytes of the protected packet.</returns>
    public int Protect(Span<byte> packet, int length)
    {
        var sequenceNumber = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
        var index = IndexOf(sequenceNumber);
        var header = HeaderLength(packet);
        _transform.Cipher.Apply(packet[header..length], ssrc, index);
        Span<byte> rollover = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(rollover, (uint)(index >> 16));
        _transform.Authentication.Write(packet[..length], rollover, packet[length..]);
        return length + Overhead;
    }

    /// <inheritdoc />
    public void Dispose() => _transform.Dispose();

    // i = 2^16 * ROC + SEQ (3.3.1), the rollover counter being that which brings it nearest to the highest one so far.
    private ulong IndexOf(ushort sequenceNumber)
    {
        if (!_started)
        {
            _started = true;
            return _highest = sequenceNumber;
        }

        var step = (short)(sequenceNumber - (ushort)_highest);
        var index = _highest + (ulong)(long)step;
        if (step > 0)
        {
            _highest = index;
        }

        return index;
    }

    private static int HeaderLength(ReadOnlySpan<byte> packet)
    {
        var length = Rtp.RtpHeader.Size + 4 * (packet[0] & 0x0F);
        return (packet[0] & Rtp.RtpHeader.ExtensionBit) == 0
            ? length
            : length + 4 + 4 * BinaryPrimitives.ReadUInt16BigEndian(packet[(length + 2)..]);
    }
}
