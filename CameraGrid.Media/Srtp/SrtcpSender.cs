using System.Buffers.Binary;

namespace CameraGrid.Media.Srtp;

/// <summary>Protects RTCP packets (RFC 3711, 3.4) with AES_CM_128_HMAC_SHA1_80.</summary>
/// <code>| first eight bytes | the rest, encrypted |1| index (31) | tag (80 bits) |</code>
/// <remarks>Not safe for use by several threads at once.</remarks>
public sealed class SrtcpSender : IDisposable
{
    /// <summary>Bytes that a packet grows by.</summary>
    public const int Overhead = 4 + SrtpAuthentication.TagSize;

    internal const int ClearSize = 8;
    internal const uint EncryptedFlag = 0x8000_0000;

    private readonly SrtpTransform _transform;
    private uint _index;

    /// <param name="keys">Those of this direction.</param>
    /// <param name="largest">Bytes of the largest packet.</param>
    public SrtcpSender(SrtpKeys keys, int largest) => _transform = SrtpTransform.OfRtcp(keys, largest);

    /// <summary>Protects a compound packet in place.</summary>
    /// <param name="packet">The packet and <see cref="Overhead"/> bytes of room.</param>
    /// <param name="length">Bytes of the packet.</param>
    /// <returns>Bytes of the protected packet.</returns>
    public int Protect(Span<byte> packet, int length)
    {
        // "The SRTCP index MUST be set to zero before the first SRTCP packet is sent, and MUST be incremented by one,
        // modulo 2^31, after each" (3.4).
        var index = _index;
        _index = (_index + 1) & ~EncryptedFlag;
        _transform.Cipher.Apply(packet[ClearSize..length], BinaryPrimitives.ReadUInt32BigEndian(packet[4..]), index);
        BinaryPrimitives.WriteUInt32BigEndian(packet[length..], EncryptedFlag | index);
        _transform.Authentication.Write(packet[..(length + 4)], [], packet[(length + 4)..]);
        return length + Overhead;
    }

    /// <inheritdoc />
    public void Dispose() => _transform.Dispose();
}
