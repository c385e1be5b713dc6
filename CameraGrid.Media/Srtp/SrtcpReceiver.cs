using System.Buffers.Binary;
using System.Security.Cryptography;

namespace CameraGrid.Media.Srtp;

/// <summary>Takes protected RTCP packets apart (RFC 3711, 3.4); see <see cref="SrtcpSender"/> for their form.</summary>
/// <remarks>Not safe for use by several threads at once.</remarks>
public sealed class SrtcpReceiver : IDisposable
{
    private readonly SrtpTransform _transform;
    private readonly int _largest;
    private readonly ReplayWindow _window = new();

    /// <param name="keys">Those of this direction.</param>
    /// <param name="largest">Bytes of the largest packet that is taken.</param>
    public SrtcpReceiver(SrtpKeys keys, int largest)
    {
        _transform = SrtpTransform.OfRtcp(keys, largest);
        _largest = largest;
    }

    /// <summary>Decrypts a packet in place.</summary>
    /// <param name="packet">As it came.</param>
    /// <param name="length">Bytes of the compound packet at its begin.</param>
    /// <returns>False: forged, damaged, or heard before.</returns>
    public bool TryUnprotect(Span<byte> packet, out int length)
    {
        length = packet.Length - SrtcpSender.Overhead;
        if (length < SrtcpSender.ClearSize || packet.Length > _largest)
        {
            return false;
        }

        Span<byte> tag = stackalloc byte[SrtpAuthentication.TagSize];
        _transform.Authentication.Write(packet[..(length + 4)], [], tag);
        if (!CryptographicOperations.FixedTimeEquals(tag, packet[(length + 4)..]))
        {
            return false;
        }

        var word = BinaryPrimitives.ReadUInt32BigEndian(packet[length..]);
        var index = word & ~SrtcpSender.EncryptedFlag;
        // The replay list of 3.3.2: a request that is repeated by another would cost a repeated answer.
        if (!_window.TryTake(index))
        {
            return false;
        }

        if ((word & SrtcpSender.EncryptedFlag) != 0)
        {
            var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
            _transform.Cipher.Apply(packet[SrtcpSender.ClearSize..length], ssrc, index);
        }

        return true;
    }

    /// <inheritdoc />
    public void Dispose() => _transform.Dispose();
}
